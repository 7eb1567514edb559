import { must } from '../../base/assert.ts'
import type { OrderType, TimeInForce } from '../../model/order.ts'
import type { VenueFrame, VenueRequest } from '../../ports/venue.ts'
import type { NewOrder, OrderRef, TradesQuery, Validity } from '../orders.ts'

const TYPES: Readonly<Record<OrderType, string>> = { limit: 'LIMIT', limitMaker: 'LIMIT_MAKER', market: 'MARKET' }
const TIFS: Readonly<Record<TimeInForce, string>> = { gtc: 'GTC', ioc: 'IOC', fok: 'FOK' }

type Params = readonly (readonly [string, string | number])[]

const toQuery = (params: Params): string => params.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')

const signed = (call: { method: VenueRequest['method']; path: string; params: Params }, { serverMs, recvWindowMs }: Validity): VenueRequest => ({
  method: call.method,
  path: call.path,
  query: toQuery([...call.params, ['recvWindow', recvWindowMs], ['timestamp', serverMs]]),
  security: 'signed',
})

const open = (path: string, params: Params): VenueRequest => ({ method: 'GET', path, query: toQuery(params), security: 'none' })

const refParams = (ref: OrderRef): Params => [
  ['symbol', ref.symbol],
  'clientOrderId' in ref ? ['origClientOrderId', ref.clientOrderId] : ['orderId', ref.venueOrderId],
]

const orderParams = (order: NewOrder): Params => [
  ['symbol', order.symbol],
  ['side', order.side === 'buy' ? 'BUY' : 'SELL'],
  ['type', TYPES[order.type]],
  ...(order.type === 'limit' ? ([['timeInForce', TIFS[order.tif]]] as const) : []),
  ['quantity', order.qty],
  ...(order.type === 'market' ? [] : ([['price', must(order.price, 'price')]] as const)),
  ['newClientOrderId', order.clientOrderId],
  ['newOrderRespType', 'FULL'],
]

const tradesParams = (query: TradesQuery): Params => [
  ['symbol', query.symbol],
  ...('fromTradeId' in query && query.fromTradeId !== undefined ? ([['fromId', query.fromTradeId]] as const) : []),
  ...('venueOrderId' in query && query.venueOrderId !== undefined ? ([['orderId', query.venueOrderId]] as const) : []),
  ['limit', query.limitCount],
]

/** Every request of exec in Binance's words. */
export const orderRequests = {
  place: (order: NewOrder, validity: Validity): VenueRequest => signed({ method: 'POST', path: '/api/v3/order', params: orderParams(order) }, validity),
  cancel: (ref: OrderRef, validity: Validity): VenueRequest => signed({ method: 'DELETE', path: '/api/v3/order', params: refParams(ref) }, validity),
  query: (ref: OrderRef, validity: Validity): VenueRequest => signed({ method: 'GET', path: '/api/v3/order', params: refParams(ref) }, validity),
  openOrders: (symbol: string, validity: Validity): VenueRequest =>
    signed({ method: 'GET', path: '/api/v3/openOrders', params: [['symbol', symbol]] }, validity),
  trades: (query: TradesQuery, validity: Validity): VenueRequest => signed({ method: 'GET', path: '/api/v3/myTrades', params: tradesParams(query) }, validity),
  account: (validity: Validity): VenueRequest => signed({ method: 'GET', path: '/api/v3/account', params: [['omitZeroBalances', 'true']] }, validity),
  instruments: (symbol: string): VenueRequest => open('/api/v3/exchangeInfo', [['symbol', symbol]]),
  time: (): VenueRequest => open('/api/v3/time', []),
  subscribe: (id: number, { serverMs, recvWindowMs }: Validity): VenueFrame => ({
    id,
    method: 'userDataStream.subscribe.signature',
    params: { recvWindow: recvWindowMs, timestamp: serverMs },
    sign: true,
  }),
} as const
