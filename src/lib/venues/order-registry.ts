import { fail, ok, type Result } from '../base/result.ts'
import { binanceOrders } from './binance/orders.ts'
import { binanceUsdmOrders } from './binance-usdm/orders.ts'
import type { OrderVenue } from './orders.ts'

/** Where an account is traded: REST, the user stream and the WebSocket API. */
export interface OrderEndpoints {
  readonly rest: string
  readonly stream: string
  readonly api: string
}

/** A venue that takes orders, by its name. */
export interface OrderVenueEntry {
  readonly orders: OrderVenue
  /** Path of its WebSocket API. */
  readonly apiPath: string
  /** Null: the simulator's, wherever it listens. */
  readonly endpoints: OrderEndpoints | null
}

const SPOT_API = '/ws-api/v3'

const ROWS: Readonly<Record<string, OrderVenueEntry>> = {
  sim: { orders: binanceOrders, apiPath: SPOT_API, endpoints: null },
  binance: {
    orders: binanceOrders,
    apiPath: SPOT_API,
    endpoints: { rest: 'https://api.binance.com', stream: 'wss://stream.binance.com:9443', api: 'wss://ws-api.binance.com' },
  },
  'binance-usdm': {
    orders: binanceUsdmOrders,
    apiPath: '/ws-fapi/v1',
    endpoints: { rest: 'https://fapi.binance.com', stream: 'wss://fstream.binance.com', api: 'wss://ws-fapi.binance.com' },
  },
}

/** Venues that take orders. */
export const ORDER_VENUE_NAMES: readonly string[] = Object.keys(ROWS)

/** The venue of a name; an error says which there are. */
export const orderVenueByName = (name: string): Result<OrderVenueEntry> => {
  const row = Object.hasOwn(ROWS, name) ? ROWS[name] : undefined
  return row === undefined ? fail(`no orders go to '${name}': ${ORDER_VENUE_NAMES.join(', ')}`) : ok(row)
}
