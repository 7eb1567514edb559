import { must } from '../../base/assert.ts'
import type { TimeInForce } from '../../model/order.ts'
import { matchedType } from '../../model/order-terms.ts'
import type { VenueFrame, VenueParams } from '../../ports/venue.ts'
import type { NewOrder, OrderRef, TradesQuery, Validity, VenueCall } from '../orders.ts'
import { open, refParams, signed, tradesParams, weight } from './calls.ts'
import { TYPE_WORDS } from './order-types.ts'
import { rareParams } from './rare-terms.ts'

/** GTD is no word of Spot; an order with it is refused before it gets here. */
const TIFS: Readonly<Record<TimeInForce, string>> = { gtc: 'GTC', ioc: 'IOC', fok: 'FOK', gtd: 'GTD' }

const orderParams = (order: NewOrder): VenueParams => [
  ['symbol', order.symbol],
  ['side', order.side === 'buy' ? 'BUY' : 'SELL'],
  ['type', TYPE_WORDS[order.type]],
  ...(matchedType(order.type) === 'limit' ? ([['timeInForce', TIFS[order.tif]]] as const) : []),
  order.quoteQty === undefined ? ['quantity', order.qty] : ['quoteOrderQty', order.quoteQty],
  ...(matchedType(order.type) === 'market' ? [] : ([['price', must(order.price, 'price')]] as const)),
  ...rareParams(order),
  ['newClientOrderId', order.clientOrderId],
  ['newOrderRespType', 'FULL'],
]

const ORDER = '/api/v3/order'

/** Every request of exec in Binance's words, with its weight by the venue's list of endpoints. A place or cancel that succeeds weighs nothing; one that fails does. */
export const orderRequests = {
  place: (order: NewOrder, validity: Validity): VenueCall =>
    signed({ method: 'POST', path: ORDER, api: 'order.place', params: orderParams(order), cost: { weight: 1, orders: 1 } }, validity),
  cancel: (ref: OrderRef, validity: Validity): VenueCall =>
    signed({ method: 'DELETE', path: ORDER, api: 'order.cancel', params: refParams(ref), cost: weight(1) }, validity),
  query: (ref: OrderRef, validity: Validity): VenueCall =>
    signed({ method: 'GET', path: ORDER, api: 'order.status', params: refParams(ref), cost: weight(4) }, validity),
  openOrders: (symbol: string, validity: Validity): VenueCall =>
    signed({ method: 'GET', path: '/api/v3/openOrders', api: 'openOrders.status', params: [['symbol', symbol]], cost: weight(6) }, validity),
  trades: (query: TradesQuery, validity: Validity): VenueCall =>
    signed({ method: 'GET', path: '/api/v3/myTrades', api: 'myTrades', params: tradesParams(query), cost: weight('venueOrderId' in query ? 5 : 20) }, validity),
  account: (validity: Validity): VenueCall =>
    signed({ method: 'GET', path: '/api/v3/account', api: 'account.status', params: [['omitZeroBalances', 'true']], cost: weight(20) }, validity),
  instruments: (symbol: string): VenueCall => open({ path: '/api/v3/exchangeInfo', api: 'exchangeInfo', params: [['symbol', symbol]], cost: weight(20) }),
  time: (): VenueCall => open({ path: '/api/v3/time', api: 'time', params: [], cost: weight(1) }),
  subscribe: (id: number, { serverMs, recvWindowMs }: Validity): VenueFrame => ({
    id,
    method: 'userDataStream.subscribe.signature',
    params: { recvWindow: recvWindowMs, timestamp: serverMs },
    sign: true,
  }),
} as const
