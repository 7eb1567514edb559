import type { BookDiff, TapeTrade, TopOfBook } from '../../../lib/matching/tape.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import { venuePrice, venueQty } from '../spot/texts.ts'

const levelTexts = (instrument: Instrument, flat: readonly number[]): string => {
  const texts: string[] = []
  for (let index = 0; index + 1 < flat.length; index += 2) {
    texts.push(`["${venuePrice(instrument, flat[index] ?? 0)}","${venueQty(instrument, flat[index + 1] ?? 0)}"]`)
  }
  return `[${texts.join(',')}]`
}

/** Event of `<symbol>@depth@100ms`. */
export const diffText = (instrument: Instrument, diff: BookDiff, atMs: number): string =>
  `{"e":"depthUpdate","E":${atMs},"s":"${instrument.symbol}","U":${diff.firstId},"u":${diff.lastId},"b":${levelTexts(instrument, diff.bids)},"a":${levelTexts(instrument, diff.asks)}}`

/** Event of `<symbol>@trade`. */
export const tradeEventText = (instrument: Instrument, trade: TapeTrade, atMs: number): string =>
  `{"e":"trade","E":${atMs},"s":"${instrument.symbol}","t":${trade.tradeId},"p":"${venuePrice(instrument, trade.ticks)}","q":"${venueQty(instrument, trade.lots)}","T":${atMs},"m":${trade.takerSide === 'sell'},"M":true}`

/** Event of `<symbol>@bookTicker`. */
export const topText = (instrument: Instrument, top: TopOfBook): string =>
  `{"u":${top.updateId},"s":"${instrument.symbol}","b":"${venuePrice(instrument, top.bidTicks)}","B":"${venueQty(instrument, top.bidLots)}","a":"${venuePrice(instrument, top.askTicks)}","A":"${venueQty(instrument, top.askLots)}"}`

/** The combined form of an event. */
export const wrappedText = (stream: string, raw: string): string => `{"stream":"${stream}","data":${raw}}`
