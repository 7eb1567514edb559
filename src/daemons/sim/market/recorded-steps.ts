import type { Print } from '../../../lib/matching/queue.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import { publicLots, publicTicks } from '../../../lib/model/public-level.ts'
import type { Touch } from './recorded-market.ts'
import type { DepthEvent, Level, RecordedSnapshot, TickerEvent, TradeEvent } from './recording-line.ts'
import type { BookLevels, LevelDiff } from './replica.ts'

const counted = (count: number, text: string): number => {
  if (Number.isNaN(count)) throw new RangeError(`'${text}' is no whole number of steps`)
  return count
}

const ticksOf = (instrument: Instrument, text: string): number => counted(publicTicks(instrument, text), text)
const lotsOf = (instrument: Instrument, text: string): number => counted(publicLots(instrument, text), text)

/** Levels in ticks and lots, flat. */
const flatLevels = (instrument: Instrument, levels: readonly Level[]): number[] => {
  const flat: number[] = []
  for (const [price, qty] of levels) flat.push(ticksOf(instrument, price), lotsOf(instrument, qty))
  return flat
}

export const toSnapshot = (instrument: Instrument, snapshot: RecordedSnapshot): BookLevels => ({
  updateId: snapshot.lastUpdateId,
  bids: flatLevels(instrument, snapshot.bids),
  asks: flatLevels(instrument, snapshot.asks),
})

export const toDiff = (instrument: Instrument, event: DepthEvent): LevelDiff => ({
  firstId: event.pu === undefined ? event.U : event.pu + 1,
  lastId: event.u,
  bids: flatLevels(instrument, event.b),
  asks: flatLevels(instrument, event.a),
})

export const toTouch = (instrument: Instrument, event: TickerEvent): Touch => ({
  updateId: event.u,
  buy: { ticks: ticksOf(instrument, event.b), lots: lotsOf(instrument, event.B) },
  sell: { ticks: ticksOf(instrument, event.a), lots: lotsOf(instrument, event.A) },
})

/** A print in ticks and lots. */
export const toPrint = (instrument: Instrument, event: TradeEvent): Print => ({
  ticks: ticksOf(instrument, event.p),
  lots: lotsOf(instrument, event.q),
  aggressor: event.m ? 'sell' : 'buy',
})
