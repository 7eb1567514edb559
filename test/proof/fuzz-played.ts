import { toDiff, toPrint, toSnapshot, toTouch } from '../../src/daemons/sim/market/recorded-steps.ts'
import { parseLine, type RecordedEvent } from '../../src/daemons/sim/market/recording-line.ts'
import { type EpochUs, type Lots, lots, type Ticks, ticks } from '../../src/lib/base/units.ts'
import type { Instrument } from '../../src/lib/model/instrument.ts'
import type { MarketEvent } from '../../src/lib/venues/market.ts'

const LINE = /^\d{16,19} [{[].*[}\]]$/
const utf8 = new TextDecoder()

type Played = MarketEvent | { readonly type: 'snapshot'; readonly lastId: number; readonly bids: readonly number[]; readonly asks: readonly number[] }

const usOf = (ms: number): EpochUs => (ms * 1_000) as EpochUs

const eventOf = (event: RecordedEvent, instrument: Instrument): MarketEvent => {
  const { symbol } = instrument
  if (event.e === 'depthUpdate') return { type: 'diff', symbol, prevId: null, checksum: null, eventUs: usOf(event.E), ...toDiff(instrument, event) }
  if (event.e === 'trade') {
    const print = toPrint(instrument, event)
    if (print === null) return { type: 'ignored' }
    const { t: tradeId = 0, T: atMs = 0 } = event
    return { type: 'trade', symbol, tradeId, priceTicks: ticks(print.ticks), qtyLots: lots(print.lots), aggressor: print.aggressor, eventUs: usOf(atMs) }
  }
  if (!('B' in event)) return { type: 'ignored' }
  const { updateId, buy, sell } = toTouch(instrument, event)
  const sides = { bidTicks: buy.ticks as Ticks, bidLots: buy.lots as Lots, askTicks: sell.ticks as Ticks, askLots: sell.lots as Lots }
  return { type: 'ticker', symbol, updateId, ...sides }
}

/** What the simulator plays of a line of a recording; null for a line of something else. It throws for one that is damaged, as the simulator's reader does. */
export const playedOf = (bytes: Uint8Array, instrument: Instrument): Played | null => {
  const text = utf8.decode(bytes)
  const parsed = LINE.test(text) ? parseLine(text) : null
  if (parsed === null) return null
  if (!('snapshot' in parsed)) return eventOf(parsed.event, instrument)
  const { updateId: lastId, bids, asks } = toSnapshot(instrument, parsed.snapshot)
  return { type: 'snapshot', lastId, bids: Array.from(bids), asks: Array.from(asks) }
}
