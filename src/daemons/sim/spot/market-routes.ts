import { msOf } from '../events.ts'
import { symbolInfo } from '../market/instruments.ts'
import type { Market } from '../market/market.ts'
import { marketOf, marketsOf, type Venue } from '../venue.ts'
import type { Params } from './params.ts'
import { refusals } from './refusal.ts'
import { type Call, namedMarket, type Reply, type Route } from './route.ts'
import { venuePrice, venueQty } from './texts.ts'

const DEPTH_DEFAULT = 100
const DEPTH_MAX = 5_000
const DEPTH_WEIGHTS = [
  [100, 5],
  [500, 25],
  [1_000, 50],
] as const
const DEPTH_WEIGHT_MAX = 250

const depthLimit = (params: Params): number => Math.min(DEPTH_MAX, Math.max(1, params.whole('limit') ?? DEPTH_DEFAULT))

const depthWeight = (params: Params): number => {
  const limit = depthLimit(params)
  return DEPTH_WEIGHTS.find(([most]) => limit <= most)?.[1] ?? DEPTH_WEIGHT_MAX
}

/** The public book, cut to a number of levels. */
export const depthBody = (venue: Venue, market: Market, limit: number): unknown => {
  const { instrument, replica } = venue.oldBooks.shown(market)
  const side = (name: 'buy' | 'sell') => replica.levels(name, limit).map(({ ticks, lots }) => [venuePrice(instrument, ticks), venueQty(instrument, lots)])
  return { lastUpdateId: replica.updateId, bids: side('buy'), asks: side('sell') }
}

const depth = (call: Call): Reply => {
  const { venue, params, turn, requestId, address } = call
  const market = namedMarket(call)
  const limit = depthLimit(params)
  if (market.replica.ready) return { body: depthBody(venue, market, limit) }
  venue.playback?.start(turn)
  if (market.replica.ready) return { body: depthBody(venue, market, limit) }
  // a frame has no second answer
  if (requestId === '') throw refusals.noBook()
  venue.waits.add({ requestId, symbol: market.instrument.symbol, limit, headers: venue.limiter.weightHeaders(msOf(turn), address) }, turn)
  return { body: null, later: true }
}

const parseSymbols = (text: string): readonly unknown[] => {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : []
  } catch {
    throw refusals.illegal('symbols', '^\\["([A-Z0-9-_.]{1,20})"(,"([A-Z0-9-_.]{1,20})"){0,}\\]$')
  }
}

const askedMarkets = (venue: Venue, params: Params): Market[] => {
  const one = params.get('symbol')
  const many = params.get('symbols')
  if (one === undefined && many === undefined) return marketsOf(venue)
  const names = one === undefined ? parseSymbols(many ?? '[]') : [one]
  return names.map((name) => {
    const market = marketOf(venue, typeof name === 'string' ? name : '')
    if (market === undefined) throw refusals.symbol()
    return market
  })
}

const venueInfo = ({ venue, params, turn }: Call): Reply => ({
  body: {
    timezone: 'UTC',
    serverTime: msOf(turn),
    rateLimits: venue.limiter.rules(),
    exchangeFilters: [],
    symbols: askedMarkets(venue, params).map(({ instrument, isClosed = false }) => symbolInfo(instrument, { ...venue.config.limits, isClosed })),
  },
})

const sourceOf = ({ playback, config }: Call['venue']): string => {
  if (playback !== null) return 'recording'
  return config.market === 'paper' ? 'live' : 'synthetic'
}

const state = ({ venue }: Call): Reply => {
  const { playback } = venue
  return {
    body: {
      source: sourceOf(venue),
      phase: playback?.phase ?? 'playing',
      ended: playback?.phase === 'ended',
      ...(playback === null ? {} : { place: playback.place, lines: playback.playedCount }),
      frames: venue.spot.streams.sentCount + venue.usdm.streams.sentCount,
      symbols: marketsOf(venue).map(({ instrument, replica }) => ({
        symbol: instrument.symbol,
        updateId: replica.updateId,
        diffs: replica.appliedCount,
        gaps: replica.gapCount,
      })),
    },
  }
}

const fixed = (weight: number) => (): number => weight

/** Endpoints that need no key. */
export const marketRoutes: Readonly<Record<string, Route>> = {
  'GET /api/v3/ping': { security: 'none', weight: fixed(1), run: () => ({ body: {} }) },
  'GET /api/v3/time': { security: 'none', weight: fixed(1), run: ({ turn }) => ({ body: { serverTime: msOf(turn) } }) },
  'GET /api/v3/exchangeInfo': { security: 'none', weight: fixed(20), run: venueInfo },
  'GET /api/v3/depth': { security: 'none', weight: depthWeight, run: depth },
  'GET /sim/state': { security: 'none', weight: fixed(0), run: state },
}
