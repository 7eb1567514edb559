import { must } from '../../../lib/base/assert.ts'
import type { Turn } from '../events.ts'
import { isOpen } from '../trading/orders.ts'
import { type Earlier, earlierOf, restore } from '../trading/recovery.ts'
import type { TruthRecord } from '../trading/truth.ts'
import type { Venue } from '../venue.ts'
import { knownInstrument } from './instruments.ts'
import { createPublicSink } from './public-sink.ts'
import { createSyntheticVenue } from './synthetic-venue.ts'

const CLOCK_EVERY_US = 1_000_000
/** Ids of a restarted market begin far above those that its clients may have seen. */
const ID_JUMP = 1_000_000
const TIMER = 'market'

/** Up to so many symbols each moves at the measured pace; beyond, the rates fall as 1/rank. */
const EQUAL_COUNT = 10
/** Pace of the first of many, so that a thousand of them tell about 10,000 messages a second. */
const FIRST_RATIO = 5
const THIN_RANK = 20
const THIN_COUNT = 150

/** Pace and depth of a market by its place in the list of symbols. */
const shapeOf = ({ symbols, activityRatio }: Venue['config'], rank: number) => {
  if (symbols.length <= EQUAL_COUNT) return { activityRatio }
  return { activityRatio: (activityRatio * FIRST_RATIO) / rank, ...(rank > THIN_RANK ? { deepCount: THIN_COUNT } : {}) }
}

const openMarket = (venue: Venue, symbol: string, at: { readonly earlier: Earlier; readonly turn: Turn; readonly rank: number }): void => {
  const instrument = knownInstrument(symbol)
  const clock = at.earlier.clocks.get(symbol)
  const start = {
    seed: venue.config.seed,
    ...shapeOf(venue.config, at.rank),
    isQuiet: venue.config.market === 'none',
    startUs: at.turn.nowUs,
    updateId: clock === undefined ? 1 : clock.updateId + ID_JUMP,
    tradeId: clock === undefined ? 1 : clock.tradeId + ID_JUMP,
    ...(clock === undefined ? {} : { midTicks: clock.midTicks }),
  }
  const replica = () => must(venue.spot.synthetic.get(symbol), `market '${symbol}'`).replica
  const sinks = {
    onFill: venue.desk.onFill,
    onPrevented: venue.desk.onPrevented,
    public: createPublicSink(instrument, { ...venue.spot, replica }),
    touched: () => queue(venue, symbol),
  }
  venue.spot.synthetic.set(symbol, createSyntheticVenue(instrument, start, sinks))
  queue(venue, symbol)
}

const queue = (venue: Venue, symbol: string): void => {
  const market = venue.spot.synthetic.get(symbol)
  if (market !== undefined) venue.due.set(symbol, market.dueUs)
}

/** Opens the synthetic markets where an earlier run left them, its open orders included. */
export const openSynthetic = (venue: Venue, records: readonly TruthRecord[], turn: Turn): void => {
  const earlier = earlierOf(records)
  for (const [index, symbol] of venue.config.symbols.entries()) openMarket(venue, symbol, { earlier, turn, rank: index + 1 })
  restore(venue, records)
  for (const account of venue.accounts.values()) {
    for (const order of venue.store.openOrders(account.name)) {
      const market = venue.spot.synthetic.get(order.instrument.symbol)
      // a fill at the restart may have ended the ones after it
      if (market === undefined || !isOpen(order)) continue
      venue.desk.keepWaiting(order, market)
      market.readmit(order, turn)
    }
  }
  venue.open = true
  turn.emit({ type: 'timer.set', id: TIMER, afterUs: venue.config.stepMs * 1_000 })
}

/** Lets the others trade until now; called before anything that a client asks. */
export const advanceSynthetic = (venue: Venue, turn: Turn): void => {
  for (let symbol = venue.due.take(turn.nowUs); symbol !== null; symbol = venue.due.take(turn.nowUs)) {
    venue.spot.synthetic.get(symbol)?.advance(turn)
    queue(venue, symbol)
  }
}

/** Notes where the markets stand, at most once a second unless it is the last time. */
export const noteSynthetic = (venue: Venue, turn: Turn, final: boolean): void => {
  if (!final && turn.nowUs - venue.notedUs < CLOCK_EVERY_US) return
  venue.notedUs = turn.nowUs
  for (const [symbol, market] of venue.spot.synthetic) {
    const { tape } = market
    if (!final && venue.notedIds.get(symbol) === tape.updateId) continue
    venue.notedIds.set(symbol, tape.updateId)
    venue.truth.write(turn, 'clock', { symbol, u: tape.updateId, tradeId: tape.tradeId, midTicks: market.touchTicks('buy') ?? 0 })
  }
}

/** The timer of the synthetic markets. */
export const tickSynthetic = (venue: Venue, turn: Turn): void => {
  advanceSynthetic(venue, turn)
  noteSynthetic(venue, turn, false)
  turn.emit({ type: 'timer.set', id: TIMER, afterUs: venue.config.stepMs * 1_000 })
}
