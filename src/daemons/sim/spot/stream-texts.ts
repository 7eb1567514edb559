import type { Instrument } from '../../../lib/model/instrument.ts'
import type { Replica } from '../market/replica.ts'
import type { AggregateTrade } from '../market/statistics.ts'
import { venuePrice, venueQty } from './texts.ts'

/** What a payload is made of. */
export interface TextSource {
  readonly instrument: Instrument
  readonly replica: Replica
  readonly nowMs: number
}

export const aggregateBody = (instrument: Instrument, trade: AggregateTrade) => ({
  e: 'aggTrade',
  E: trade.atMs,
  s: instrument.symbol,
  a: trade.aggregateId,
  p: venuePrice(instrument, trade.ticks),
  q: venueQty(instrument, trade.lots),
  f: trade.firstId,
  l: trade.lastId,
  T: trade.atMs,
  m: trade.buyerIsMaker,
  M: true,
})

const textPair = (instrument: Instrument, ticks: number, lots: number): [string, string] => [venuePrice(instrument, ticks), venueQty(instrument, lots)]

/** Flat levels as pairs of texts. */
export const textLevels = (instrument: Instrument, flat: readonly number[]): Array<[string, string]> =>
  Array.from({ length: flat.length / 2 }, (_, rank) => textPair(instrument, flat[2 * rank] ?? 0, flat[2 * rank + 1] ?? 0))

export const levelsBody = ({ instrument, replica }: TextSource, count: number) => {
  const side = (name: 'buy' | 'sell') => replica.levels(name, count).map(({ ticks, lots }) => textPair(instrument, ticks, lots))
  return { lastUpdateId: replica.updateId, bids: side('buy'), asks: side('sell') }
}
