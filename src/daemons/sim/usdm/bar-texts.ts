import type { Instrument } from '../../../lib/model/instrument.ts'
import { type Bar, barSpan } from '../market/bars.ts'
import { meanPrice, priceChange, venueQuote } from '../spot/bar-texts.ts'
import { contractPrice, contractQty } from './number-texts.ts'

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
