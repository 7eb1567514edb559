import { fail, ok, type Result } from '../base/result.ts'
import { binanceMarket, binanceUsdmMarket } from './binance/market.ts'
import { ccxtMarket } from './ccxt/market.ts'
import { krakenFirstMarket } from './kraken/first-market.ts'
import { krakenMarket } from './kraken/market.ts'
import type { MarketVenue } from './market.ts'

/** Where a venue lives: REST, and market streams where they have an address of their own. */
export interface VenueEndpoints {
  readonly rest: string
  readonly stream: string
}

/** A venue by its name. */
export interface VenueEntry {
  readonly market: MarketVenue
  /** Null: the simulator's, wherever it listens; and a venue behind a process has none. */
  readonly endpoints: VenueEndpoints | null
  /** `process`: its messages come from a helper process, by the id that the library knows it by. */
  readonly transport: 'web' | { readonly process: string }
}

interface Row {
  readonly create: () => MarketVenue
  readonly endpoints: VenueEndpoints | null
}

const ROWS: Readonly<Record<string, Row>> = {
  sim: { create: binanceMarket, endpoints: null },
  binance: { create: binanceMarket, endpoints: { rest: 'https://api.binance.com', stream: 'wss://stream.binance.com:9443' } },
  'binance-usdm': { create: binanceUsdmMarket, endpoints: { rest: 'https://fapi.binance.com', stream: 'wss://fstream.binance.com' } },
  kraken: { create: krakenMarket, endpoints: { rest: 'https://api.kraken.com', stream: 'wss://ws.kraken.com' } },
  'kraken-v1': { create: krakenFirstMarket, endpoints: { rest: 'https://api.kraken.com', stream: 'wss://ws.kraken.com' } },
}

const CCXT = /^ccxt:([a-z0-9]{2,32})$/

/** Names that need no id of a library. */
export const VENUE_NAMES: readonly string[] = Object.keys(ROWS)

/** The venue of a name; an error says which there are. */
export const venueByName = (name: string): Result<VenueEntry> => {
  const row = Object.hasOwn(ROWS, name) ? ROWS[name] : undefined
  if (row !== undefined) return ok({ market: row.create(), endpoints: row.endpoints, transport: 'web' })
  const id = CCXT.exec(name)?.[1]
  if (id !== undefined) return ok({ market: ccxtMarket(id), endpoints: null, transport: { process: id } })
  return fail(`venue '${name}' is unknown: ${VENUE_NAMES.join(', ')} or ccxt:ID`)
}
