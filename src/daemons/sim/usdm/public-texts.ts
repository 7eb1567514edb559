import type { Instrument } from '../../../lib/model/instrument.ts'
import type { PublicTrade } from '../market/bars.ts'
import type { Slice } from '../market/replica.ts'
import type { AggregateTrade } from '../market/statistics.ts'
import { contractPrice, contractQty } from './number-texts.ts'

const pair = (instrument: Instrument, { ticks, lots }: Slice): readonly [string, string] => [contractPrice(instrument, ticks), contractQty(instrument, lots)]

/** What a depth event tells. */
export interface DepthChange {
  readonly firstId: number
  readonly lastId: number
  readonly beforeId: number
  readonly bids: readonly Slice[]
  readonly asks: readonly Slice[]
}

export const depthEvent = (instrument: Instrument, change: DepthChange, atMs: number) => ({
  e: 'depthUpdate',
  E: atMs,
  T: atMs,
  s: instrument.symbol,
  U: change.firstId,
  u: change.lastId,
  pu: change.beforeId,
  b: change.bids.map((level) => pair(instrument, level)),
  a: change.asks.map((level) => pair(instrument, level)),
})

export const aggTradeEvent = (instrument: Instrument, trade: AggregateTrade) => ({
  e: 'aggTrade',
  E: trade.atMs,
  a: trade.aggregateId,
  s: instrument.symbol,
  p: contractPrice(instrument, trade.ticks),
  q: contractQty(instrument, trade.lots),
  f: trade.firstId,
  l: trade.lastId,
  T: trade.atMs,
  m: trade.buyerIsMaker,
})

export const tradeEvent = (instrument: Instrument, trade: PublicTrade) => ({
  e: 'trade',
  E: trade.atMs,
  T: trade.atMs,
  s: instrument.symbol,
  t: trade.tradeId,
  p: contractPrice(instrument, trade.ticks),
  q: contractQty(instrument, trade.lots),
  X: 'MARKET',
  m: trade.buyerIsMaker,
})

/** One line of the list of own liquidations, and the event of a public one. */
export const forceOrderEvent = (order: Readonly<Record<string, unknown>>, atMs: number) => ({ e: 'forceOrder', E: atMs, o: order })
