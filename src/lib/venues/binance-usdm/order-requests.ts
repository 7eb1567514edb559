import { must } from '../../base/assert.ts'
import type { VenueParams } from '../../ports/venue.ts'
import { open, refParams, signed, tradesParams, weight } from '../binance/calls.ts'
import type { NewOrder, OrderRef, TradesQuery, Validity, VenueCall } from '../orders.ts'

const TIFS: Readonly<Record<string, string>> = { gtc: 'GTC', ioc: 'IOC', fok: 'FOK', gtd: 'GTD' }
/** Post-only is a time in force here. */
const POST_ONLY = 'GTX'
const ORDER = '/fapi/v1/order'

const priceParams = ({ type, tif, price }: NewOrder): VenueParams =>
  type === 'market'
    ? []
    : [
        ['timeInForce', type === 'limitMaker' ? POST_ONLY : must(TIFS[tif], `time in force '${tif}'`)],
        ['price', must(price, 'price')],
      ]

/** One position a symbol: an account in hedge mode refuses these orders. */
const orderParams = (order: NewOrder): VenueParams => [
  ['symbol', order.symbol],
  ['side', order.side === 'buy' ? 'BUY' : 'SELL'],
  ['positionSide', 'BOTH'],
  ['type', order.type === 'market' ? 'MARKET' : 'LIMIT'],
  ['quantity', order.qty],
  ...priceParams(order),
  ...(order.reduceOnly === true ? ([['reduceOnly', 'true']] as const) : []),
  ['newClientOrderId', order.clientOrderId],
  ['newOrderRespType', 'RESULT'],
]

/** Every request of exec in the words of USD-M futures, with its weight by the venue's list of endpoints. A new order weighs nothing, it is counted. */
export const usdmRequests = {
  place: (order: NewOrder, validity: Validity): VenueCall =>
    signed({ method: 'POST', path: ORDER, api: 'order.place', params: orderParams(order), cost: { weight: 0, orders: 1 } }, validity),
  cancel: (ref: OrderRef, validity: Validity): VenueCall =>
    signed({ method: 'DELETE', path: ORDER, api: 'order.cancel', params: refParams(ref), cost: weight(1) }, validity),
  query: (ref: OrderRef, validity: Validity): VenueCall =>
    signed({ method: 'GET', path: ORDER, api: 'order.status', params: refParams(ref), cost: weight(1) }, validity),
  openOrders: (symbol: string, validity: Validity): VenueCall =>
    signed({ method: 'GET', path: '/fapi/v1/openOrders', params: [['symbol', symbol]], cost: weight(1) }, validity),
  trades: (query: TradesQuery, validity: Validity): VenueCall =>
    signed({ method: 'GET', path: '/fapi/v1/userTrades', params: tradesParams(query), cost: weight(5) }, validity),
  account: (validity: Validity): VenueCall =>
    signed({ method: 'GET', path: '/fapi/v3/balance', api: 'v2/account.balance', params: [], cost: weight(5) }, validity),
  /** The venue lists every contract, whatever is asked for; whoever reads takes the one that is meant. */
  instruments: (symbol: string): VenueCall => open({ path: '/fapi/v1/exchangeInfo', params: [['symbol', symbol]], cost: weight(1) }),
  time: (): VenueCall => open({ path: '/fapi/v1/time', params: [], cost: weight(1) }),
} as const
