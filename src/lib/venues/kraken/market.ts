import { fail } from '../../base/result.ts'
import type { Channel, MarketRoute, MarketTraits, MarketVenue } from '../market.ts'
import { checksumOf } from './checksum.ts'
import { readFirstFrame } from './first-frames.ts'
import { readFrame } from './frames.ts'
import { pairOf, readInstruments } from './instruments.ts'

/** Depths that the venue serves. */
export type KrakenDepth = 10 | 25 | 100 | 500 | 1_000

const NAMES: Readonly<Record<string, string>> = { book: 'book', trades: 'trade', ticker: 'ticker' }

const traitsOf = (depth: KrakenDepth): MarketTraits => ({
  proof: 'checksum',
  depths: [],
  keptLevels: depth,
  streamsPerLink: 200,
  streamsPerPath: 0,
  streamsPerMessage: 50,
  messagesPerS: 4,
  lifeMs: null,
  weightPerMinute: null,
  instrumentsWeight: 0,
})

/** One message names one channel, so that each has its own connection. */
const routeOf = (channel: Channel): MarketRoute[] => {
  const name = Object.hasOwn(NAMES, channel) ? NAMES[channel] : undefined
  if (name === undefined) return []
  return [{ name, carriesBooks: name === 'book', streams: (symbol) => [`${name}:${pairOf(symbol)}`], path: () => '/v2' }]
}

const control =
  (method: string, depth: KrakenDepth) =>
  (streams: readonly string[], id: number): string => {
    const [channel = ''] = streams[0]?.split(':') ?? []
    const symbol = streams.map((stream) => stream.slice(channel.length + 1))
    const extra = channel === 'book' ? { depth } : channel === 'trade' ? { snapshot: false } : {}
    return JSON.stringify({ method, params: { channel, symbol, ...extra }, req_id: id })
  }

/** Public market data of Kraken: the stream brings the book, and every change a checksum. */
export const krakenMarket = (depth: KrakenDepth = 1_000): MarketVenue => ({
  name: 'kraken',
  traits: traitsOf(depth),
  routes: (channels) => channels.flatMap(routeOf),
  bookStream: (symbol) => `book:${pairOf(symbol)}`,
  subscribe: control('subscribe', depth),
  unsubscribe: control('unsubscribe', depth),
  instruments: () => ({ method: 'GET', path: '/0/public/AssetPairs', params: [], security: 'none' }),
  snapshot: () => ({ method: 'GET', path: '/0/public/Depth', params: [], security: 'none' }),
  readInstruments,
  readSnapshot: () => fail({ reason: 'the stream brings the book', pauseUs: 0 }),
  readWeight: () => null,
  checksum: (book, instrument) => checksumOf(book, instrument),
  readFrame,
})

/** The same, with the frames of the first version of the interface, as old recordings have them; `printed` are the decimals of each symbol's prices. */
export const firstKrakenMarket = (printed: ReadonlyMap<string, number>, depth: KrakenDepth = 1_000): MarketVenue => ({
  ...krakenMarket(depth),
  checksum: (book, instrument) => checksumOf(book, instrument, Math.max(0, (printed.get(instrument.symbol) ?? 0) - instrument.priceDecimals)),
  readFrame: readFirstFrame,
})
