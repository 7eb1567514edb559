import { must } from '../../../lib/base/assert.ts'
import type { Turn } from '../events.ts'
import { recover } from '../recovery.ts'
import { isOpen } from '../trading/orders.ts'
import type { TruthRecord } from '../trading/truth.ts'
import { rejoinFutures } from '../usdm/recovery.ts'
import { type Board, openDoors, type Venue } from '../venue.ts'
import { type Earlier, earlierOf } from './earlier.ts'
import { knownInstrument } from './instruments.ts'
import { createPublicSink } from './public-sink.ts'
import { createSyntheticVenue } from './synthetic-venue.ts'

const CLOCK_EVERY_US = 1_000_000
const TIMER = 'market'

/** Up to so many symbols each moves at the measured pace; beyond, the rates fall as 1/rank. */
const EQUAL_COUNT = 10
/** Pace of the first of many, so that a thousand of them tell about 10,000 messages a second. */
const FIRST_RATIO = 5
/** The first of many are deeper than the least snapshot, the others fit into it. */
const THIN_RANK = 20
const THIN_COUNT = 80

/** Pace and depth of a market by its place in the list of symbols. */
const shapeOf = ({ symbols, activityRatio }: Venue['config'], rank: number) => {
  if (symbols.length <= EQUAL_COUNT) return { activityRatio }
  return { activityRatio: (activityRatio * FIRST_RATIO) / rank, ...(rank > THIN_RANK ? { deepCount: THIN_COUNT } : {}) }
}

const openMarket = (venue: Venue, symbol: string, at: { readonly earlier: Earlier; readonly turn: Turn; readonly rank: number }): void => {
  const instrument = knownInstrument(symbol)
  const start = {
    seed: venue.config.seed,
    ...shapeOf(venue.config, at.rank),
    isQuiet: venue.config.market === 'none',
    startUs: at.turn.nowUs,
    ...at.earlier.idsOf('spot', symbol),
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
  if (!recover(venue, records, turn)) return
  for (const account of venue.accounts.values()) {
    for (const order of venue.store.openOrders(account.name)) {
      const market = venue.spot.synthetic.get(order.instrument.symbol)
      // a fill at the restart may have ended the ones after it
      if (market === undefined || !isOpen(order)) continue
      venue.desk.keepWaiting(order, market)
      market.readmit(order, turn)
    }
  }
  rejoinFutures(venue, turn)
  openDoors(venue, turn)
  turn.emit({ type: 'timer.set', id: TIMER, afterUs: venue.config.stepMs * 1_000 })
}

/** Lets the others trade until now; called before anything that a client asks. */
export const advanceSynthetic = (venue: Venue, turn: Turn): void => {
  for (let symbol = venue.due.take(turn.nowUs); symbol !== null; symbol = venue.due.take(turn.nowUs)) {
    venue.spot.synthetic.get(symbol)?.advance(turn)
    queue(venue, symbol)
  }
}

const noteBoard = (
  { truth, notedIds }: Venue,
  { product, synthetic }: Pick<Board, 'product' | 'synthetic'>,
  at: { readonly turn: Turn; readonly final: boolean },
): void => {
  for (const [symbol, { tape }] of synthetic) {
    const key = `${product}|${symbol}`
    if (!at.final && notedIds.get(key) === tape.updateId) continue
    notedIds.set(key, tape.updateId)
    const midTicks = tape.engine.best('buy')?.ticks ?? 0
    truth.write(at.turn, 'clock', { ...(product === 'spot' ? {} : { product }), symbol, u: tape.updateId, tradeId: tape.tradeId, midTicks })
  }
}

/** Notes where the markets stand, at most once a second unless it is the last time. */
export const noteSynthetic = (venue: Venue, turn: Turn, final: boolean): void => {
  if (!final && turn.nowUs - venue.notedUs < CLOCK_EVERY_US) return
  venue.notedUs = turn.nowUs
  for (const board of [venue.spot, venue.usdm]) noteBoard(venue, board, { turn, final })
}

/** The timer of the synthetic markets. */
export const tickSynthetic = (venue: Venue, turn: Turn): void => {
  advanceSynthetic(venue, turn)
  noteSynthetic(venue, turn, false)
  turn.emit({ type: 'timer.set', id: TIMER, afterUs: venue.config.stepMs * 1_000 })
}
