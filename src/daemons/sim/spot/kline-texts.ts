import { type Bar, barSpan } from '../market/bars.ts'
import { venueQuote } from './bar-texts.ts'
import type { TextSource } from './stream-texts.ts'
import { venuePrice, venueQty } from './texts.ts'
import { barSums } from './ticker-texts.ts'

/** A bar without a print stands at the price before it. */
const idleBar = (openMs: number, closeTicks: number, lastId: number): Bar => ({
  openMs,
  openTicks: closeTicks,
  highTicks: closeTicks,
  lowTicks: closeTicks,
  closeTicks,
  closeLots: 0,
  lots: 0,
  quote: 0n,
  takerLots: 0,
  takerQuote: 0n,
  firstId: lastId,
  lastId,
  count: 0,
})

/** The bar that is open at a time, made from the last one when nothing has traded since. */
export const currentBar = (last: Bar, openMs: number): Bar => (last.openMs >= openMs ? last : idleBar(openMs, last.closeTicks, last.lastId))

export const klineBody = (source: TextSource, bar: Bar, at: { readonly interval: string; readonly zoneMs: number; readonly closed: boolean }) => {
  const { instrument, nowMs } = source
  const { o, h, l, v, q } = barSums(instrument, bar)
  const k = {
    t: bar.openMs,
    T: barSpan(at.interval, bar.openMs, at.zoneMs).endMs - 1,
    s: instrument.symbol,
    i: at.interval,
    f: bar.count === 0 ? -1 : bar.firstId,
    L: bar.count === 0 ? -1 : bar.lastId,
    o,
    c: venuePrice(instrument, bar.closeTicks),
    h,
    l,
    v,
    n: bar.count,
    x: at.closed,
    q,
    V: venueQty(instrument, bar.takerLots),
    Q: venueQuote(instrument, bar.takerQuote),
    B: '0',
  }
  return { e: 'kline', E: nowMs, s: instrument.symbol, k }
}
