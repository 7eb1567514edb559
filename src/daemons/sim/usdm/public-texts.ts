import type { Instrument } from '../../../lib/model/instrument.ts'
import { type Bar, barSpan, type PublicTrade } from '../market/bars.ts'
import type { Slice } from '../market/replica.ts'
import type { AggregateTrade } from '../market/statistics.ts'
import { meanPrice, priceChange, venueQuote } from '../spot/bar-texts.ts'
import type { Mark } from './marks.ts'
import { amountText } from './texts.ts'

const powers = Array.from({ length: 10 }, (_, exponent) => 10 ** exponent)

const fixed = (units: number, decimals: number): string => {
  if (decimals === 0) return String(units)
  const power = powers[decimals] ?? 10 ** decimals
  const tail = units % power
  return `${(units - tail) / power}.${String(tail).padStart(decimals, '0')}`
}

/** A price with all its decimals. */
export const contractPrice = ({ tickUnits, priceDecimals }: Instrument, ticks: number): string => fixed(ticks * tickUnits, priceDecimals)

/** A quantity with all its decimals. */
export const contractQty = ({ lotUnits, qtyDecimals }: Instrument, lots: number): string => fixed(lots * lotUnits, qtyDecimals)

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

export const markEvent = (symbol: string, { mark, index, rate, nextFundingMs }: Mark, atMs: number) => ({
  e: 'markPriceUpdate',
  E: atMs,
  s: symbol,
  p: amountText(mark),
  i: amountText(index),
  P: amountText(mark),
  r: amountText(rate),
  T: nextFundingMs,
})

export const premiumText = (symbol: string, mark: Mark) => ({
  symbol,
  markPrice: amountText(mark.mark),
  indexPrice: amountText(mark.index),
  estimatedSettlePrice: amountText(mark.mark),
  lastFundingRate: amountText(mark.rate),
  interestRate: '0.00010000',
  nextFundingTime: mark.nextFundingMs,
  time: mark.atMs,
})

const ohlc = (instrument: Instrument, bar: Bar) => ({
  o: contractPrice(instrument, bar.openTicks),
  h: contractPrice(instrument, bar.highTicks),
  l: contractPrice(instrument, bar.lowTicks),
  c: contractPrice(instrument, bar.closeTicks),
  v: contractQty(instrument, bar.lots),
  q: venueQuote(instrument, bar.quote),
})

export const klineEvent = (instrument: Instrument, bar: Bar, at: { readonly interval: string; readonly nowMs: number }) => {
  const { endMs } = barSpan(at.interval, bar.openMs)
  const taker = { V: contractQty(instrument, bar.takerLots), Q: venueQuote(instrument, bar.takerQuote), B: '0' }
  const ids = { f: bar.firstId, L: bar.lastId, n: bar.count }
  const k = { t: bar.openMs, T: endMs - 1, s: instrument.symbol, i: at.interval, ...ids, ...ohlc(instrument, bar), x: at.nowMs >= endMs, ...taker }
  return { e: 'kline', E: at.nowMs, s: instrument.symbol, k }
}

/** One line of the list of klines. */
export const klineText = (instrument: Instrument, bar: Bar, interval: string): readonly unknown[] => {
  const { o, h, l, c, v, q } = ohlc(instrument, bar)
  const taker = [contractQty(instrument, bar.takerLots), venueQuote(instrument, bar.takerQuote)]
  return [bar.openMs, o, h, l, c, v, barSpan(interval, bar.openMs).endMs - 1, q, bar.count, ...taker, '0']
}

export const miniTickerEvent = (instrument: Instrument, bar: Bar, atMs: number) => ({
  e: '24hrMiniTicker',
  E: atMs,
  s: instrument.symbol,
  ...ohlc(instrument, bar),
})

/** The last day of a symbol, under the names of the REST answer. */
export const dayText = (instrument: Instrument, bar: Bar, nowMs: number) => {
  const { change, percent } = priceChange(instrument, bar)
  const { o, h, l, c, v, q } = ohlc(instrument, bar)
  return {
    symbol: instrument.symbol,
    priceChange: change,
    priceChangePercent: percent,
    weightedAvgPrice: meanPrice(instrument, bar),
    lastPrice: c,
    lastQty: contractQty(instrument, bar.closeLots),
    openPrice: o,
    highPrice: h,
    lowPrice: l,
    volume: v,
    quoteVolume: q,
    openTime: nowMs - 86_400_000,
    closeTime: nowMs,
    firstId: bar.firstId,
    lastId: bar.lastId,
    count: bar.count,
  }
}

export const tickerEvent = (instrument: Instrument, bar: Bar, atMs: number) => {
  const day = dayText(instrument, bar, atMs)
  const span = { O: day.openTime, C: day.closeTime, F: day.firstId, L: day.lastId, n: day.count }
  const change = { p: day.priceChange, P: day.priceChangePercent, w: day.weightedAvgPrice, Q: day.lastQty }
  return { e: '24hrTicker', E: atMs, s: instrument.symbol, ...change, ...ohlc(instrument, bar), ...span }
}

/** One line of the list of own liquidations, and the event of a public one. */
export const forceOrderEvent = (order: Readonly<Record<string, unknown>>, atMs: number) => ({ e: 'forceOrder', E: atMs, o: order })
