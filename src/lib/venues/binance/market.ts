import { BugError } from '../../base/errors.ts'
import type { Channel, Garbled, MarketEvent, MarketRequest, MarketRoute, MarketTraits, MarketVenue, SnapshotDepth } from '../market.ts'
import { readFrame } from './market-frames.ts'
import { readInstruments, readSnapshot, readWeight } from './rest-answers.ts'

const DAY_MS = 86_400_000

/** One product of the house: where it lives and what it calls its streams. */
interface Product {
  readonly name: string
  readonly api: string
  readonly depths: readonly SnapshotDepth[]
  readonly limits: Pick<MarketTraits, 'streamsPerLink' | 'messagesPerS' | 'weightPerMinute' | 'instrumentsWeight'>
  readonly bookStream: string
  /** Its diffs name the one before them. */
  readonly namesPrev: boolean
  /** Routes and the streams of their channels; the first route with a channel serves it. */
  readonly routes: ReadonlyArray<{ readonly name: string; readonly root: string; readonly streams: Readonly<Record<string, string>> }>
}

const SPOT: Product = {
  name: 'binance',
  api: '/api/v3',
  depths: [
    { levels: 100, weight: 5 },
    { levels: 1_000, weight: 50 },
    { levels: 5_000, weight: 250 },
  ],
  limits: { streamsPerLink: 1_024, messagesPerS: 4, weightPerMinute: 6_000, instrumentsWeight: 20 },
  bookStream: 'depth@100ms',
  namesPrev: false,
  routes: [{ name: 'market', root: '/stream', streams: { book: 'depth@100ms', trades: 'trade', ticker: 'bookTicker', klines: 'kline_' } }],
}

const USDM: Product = {
  name: 'binance-usdm',
  api: '/fapi/v1',
  depths: [
    { levels: 100, weight: 5 },
    { levels: 1_000, weight: 20 },
  ],
  limits: { streamsPerLink: 200, messagesPerS: 8, weightPerMinute: 2_400, instrumentsWeight: 1 },
  bookStream: 'depth@100ms',
  namesPrev: true,
  routes: [
    { name: 'public', root: '/public/stream', streams: { book: 'depth@100ms', ticker: 'bookTicker' } },
    { name: 'market', root: '/market/stream', streams: { trades: 'aggTrade', marks: 'markPrice@1s', liquidations: 'forceOrder', klines: 'kline_' } },
  ],
}

const ask = (path: string, params: MarketRequest['params']): MarketRequest => ({ method: 'GET', path, params, security: 'none' })

/** `klines.1m` is the stream `kline_1m`. */
const streamOf = (streams: Readonly<Record<string, string>>, channel: Channel): readonly string[] => {
  const [kind = '', part = ''] = channel.split('.')
  const stream = Object.hasOwn(streams, kind) ? streams[kind] : undefined
  return stream === undefined ? [] : [stream + part]
}

const routeOf = ({ name, root, streams }: Product['routes'][number], channels: readonly Channel[]): MarketRoute => {
  const wanted = channels.flatMap((channel) => streamOf(streams, channel))
  return {
    name,
    carriesBooks: streams.book !== undefined && channels.includes('book'),
    streams: (symbol) => wanted.map((stream) => `${symbol.toLowerCase()}@${stream}`),
    path: (named) => (named.length === 0 ? root : `${root}?streams=${named.join('/')}`),
  }
}

const control =
  (method: string) =>
  (streams: readonly string[], id: number): string =>
    JSON.stringify({ method, params: streams, id })

/** A diff that names none before it, where all do, is another venue's. */
const withPrev = (frame: MarketEvent | Garbled): MarketEvent | Garbled =>
  frame.type === 'diff' && frame.prevId === null ? { type: 'garbled', reason: "'pu' is missing" } : frame

const marketOf = (product: Product): MarketVenue => ({
  name: product.name,
  traits: {
    proof: 'sequence',
    depths: product.depths,
    keptLevels: null,
    streamsPerPath: 60,
    streamsPerMessage: 100,
    lifeMs: DAY_MS,
    ...product.limits,
  },
  routes: (channels) => product.routes.map((route) => routeOf(route, channels)).filter((route) => route.streams('').length > 0),
  bookStream: (symbol) => `${symbol.toLowerCase()}@${product.bookStream}`,
  subscribe: control('SUBSCRIBE'),
  unsubscribe: control('UNSUBSCRIBE'),
  instruments: () => ask(`${product.api}/exchangeInfo`, []),
  snapshot: (symbol, levels) =>
    ask(`${product.api}/depth`, [
      ['symbol', symbol],
      ['limit', levels],
    ]),
  readInstruments: (answer) => readInstruments(answer, product.name),
  readSnapshot,
  readWeight,
  checksum: () => {
    throw new BugError(`'${product.name}' has no checksums`)
  },
  readFrame: product.namesPrev ? (bytes, instruments) => withPrev(readFrame(bytes, instruments)) : readFrame,
})

/** Public market data of Binance Spot over combined streams and REST. */
export const binanceMarket = (): MarketVenue => marketOf(SPOT)

/** The same of Binance USD-M futures, whose streams are split by kind. */
export const binanceUsdmMarket = (): MarketVenue => marketOf(USDM)
