import { EVENT_MS_MAX } from '../../../lib/base/units.ts'
import type { Print } from '../../../lib/matching/queue.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import { isBestFirst } from '../../../lib/model/level-order.ts'
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

/** A number of the venue that counts: an id, or a time. */
const countOf = (event: object, name: string): number => {
  const value: unknown = (event as Readonly<Record<string, unknown>>)[name]
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new RangeError(`'${name}' is no count`)
  return value
}

const checkTime = (event: object, name: string): void => {
  if (countOf(event, name) > EVENT_MS_MAX) throw new RangeError(`'${name}' is no time in milliseconds`)
}

/** Levels in ticks and lots, flat. */
const flatLevels = (instrument: Instrument, levels: readonly Level[]): number[] => {
  const flat: number[] = []
  for (const [price, qty] of levels) {
    const ticks = ticksOf(instrument, price)
    if (ticks === 0) throw new RangeError('a level has no price')
    flat.push(ticks, lotsOf(instrument, qty))
  }
  return flat
}

export const toSnapshot = (instrument: Instrument, snapshot: RecordedSnapshot): BookLevels => {
  const sides = { bids: flatLevels(instrument, snapshot.bids), asks: flatLevels(instrument, snapshot.asks) }
  if (!isBestFirst(sides)) throw new RangeError('the levels of a snapshot are not best first')
  return { updateId: countOf(snapshot, 'lastUpdateId'), ...sides }
}

export const toDiff = (instrument: Instrument, event: DepthEvent): LevelDiff => {
  const [firstId, lastId] = [event.pu === undefined ? countOf(event, 'U') : countOf(event, 'pu') + 1, countOf(event, 'u')]
  if (firstId > lastId) throw new RangeError(`a diff begins with ${firstId} and ends with ${lastId}`)
  checkTime(event, 'E')
  return { firstId, lastId, bids: flatLevels(instrument, event.b), asks: flatLevels(instrument, event.a) }
}

export const toTouch = (instrument: Instrument, event: TickerEvent): Touch => {
  const buy = { ticks: ticksOf(instrument, event.b), lots: lotsOf(instrument, event.B) }
  const sell = { ticks: ticksOf(instrument, event.a), lots: lotsOf(instrument, event.A) }
  for (const { ticks, lots } of [buy, sell]) if (ticks === 0 && lots > 0) throw new RangeError('a best size has no price')
  return { updateId: countOf(event, 'u'), buy, sell }
}

/** A print in ticks and lots; null for what futures announce with zeros, which is none. */
export const toPrint = (instrument: Instrument, event: TradeEvent): Print | null => {
  const [ticks, lots] = [ticksOf(instrument, event.p), lotsOf(instrument, event.q)]
  if (event.t !== undefined) countOf(event, 't')
  if (event.T !== undefined) checkTime(event, 'T')
  if (ticks === 0 && lots === 0) return null
  if (ticks === 0 || lots === 0) throw new RangeError('a print lacks its price or its size')
  return { ticks, lots, aggressor: event.m ? 'sell' : 'buy' }
}
