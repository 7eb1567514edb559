import type { Channel, MarketRoute, MarketVenue } from '../market.ts'
import { printedDecimals, readFirstFrame } from './first-frames.ts'
import { firstPairOf } from './instruments.ts'
import { firstKrakenMarket, type KrakenDepth } from './market.ts'

const routeOf = (channel: Channel): MarketRoute[] =>
  channel === 'book' ? [{ name: 'book', carriesBooks: true, streams: (symbol) => [firstPairOf(symbol)], path: () => '/' }] : []

const control =
  (event: string, depth: KrakenDepth) =>
  (pair: readonly string[], reqid: number): string =>
    JSON.stringify({ event, reqid, pair, subscription: { name: 'book', depth } })

/** Books of Kraken over the first version of its interface; how many decimals a price is printed with, each whole book shows. */
export const krakenFirstMarket = (depth: KrakenDepth = 1_000): MarketVenue => {
  const printed = new Map<string, number>()
  return {
    ...firstKrakenMarket(printed, depth),
    routes: (channels) => channels.flatMap(routeOf),
    bookStream: firstPairOf,
    subscribe: control('subscribe', depth),
    unsubscribe: control('unsubscribe', depth),
    readFrame: (bytes, instruments) => {
      const whole = printedDecimals(bytes)
      if (whole !== null) printed.set(whole.symbol, whole.decimals)
      return readFirstFrame(bytes, instruments)
    },
  }
}
