import type { Instrument } from '../../../lib/model/instrument.ts'
import type { Bar } from '../market/bars.ts'
import type { Slice } from '../market/replica.ts'
import { meanPrice, priceChange, venueQuote } from './bar-texts.ts'
import type { TextSource } from './stream-texts.ts'
import { venuePrice, venueQty, ZERO_TEXT } from './texts.ts'

/** Prices and sums of a bar in the letters of the venue. */
export const barSums = (instrument: Instrument, bar: Bar) => ({
  o: venuePrice(instrument, bar.openTicks),
  h: venuePrice(instrument, bar.highTicks),
  l: venuePrice(instrument, bar.lowTicks),
  v: venueQty(instrument, bar.lots),
  q: venueQuote(instrument, bar.quote),
})

export const miniTickerBody = ({ instrument, nowMs }: TextSource, bar: Bar) => {
  const { o, h, l, v, q } = barSums(instrument, bar)
  return { e: '24hrMiniTicker', E: nowMs, s: instrument.symbol, c: venuePrice(instrument, bar.closeTicks), o, h, l, v, q }
}

export const windowTickerBody = ({ instrument, nowMs }: TextSource, bar: Bar, at: { readonly window: string; readonly windowMs: number }) => {
  const { change, percent } = priceChange(instrument, bar)
  const { o, h, l, v, q } = barSums(instrument, bar)
  return {
    e: `${at.window}Ticker`,
    E: nowMs,
    s: instrument.symbol,
    p: change,
    P: percent,
    o,
    h,
    l,
    c: venuePrice(instrument, bar.closeTicks),
    w: meanPrice(instrument, bar),
    v,
    q,
    O: nowMs - at.windowMs,
    C: nowMs,
    F: bar.firstId,
    L: bar.lastId,
    n: bar.count,
  }
}

const priceOf = (instrument: Instrument, slice: Slice | null): string => (slice === null ? ZERO_TEXT : venuePrice(instrument, slice.ticks))
const sizeOf = (instrument: Instrument, slice: Slice | null): string => (slice === null ? ZERO_TEXT : venueQty(instrument, slice.lots))

export const tickerBody = (source: TextSource, bar: Bar, at: { readonly windowMs: number }) => {
  const { instrument, replica } = source
  const [bid, ask] = [replica.best('buy'), replica.best('sell')]
  const { e: _e, E, s, p, P, c, w, o, h, l, v, q, ...window } = windowTickerBody(source, bar, { window: '24hr', windowMs: at.windowMs })
  const Q = venueQty(instrument, bar.closeLots)
  const touch = { b: priceOf(instrument, bid), B: sizeOf(instrument, bid), a: priceOf(instrument, ask), A: sizeOf(instrument, ask) }
  return { e: '24hrTicker', E, s, p, P, w, x: o, c, Q, ...touch, o, h, l, v, q, ...window }
}
