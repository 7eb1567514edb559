import { msOf } from '../events.ts'
import { readWish } from '../trading/order-wish.ts'
import { isOpen, type VenueOrder } from '../trading/orders.ts'
import { canceledText, orderText, placedText } from './order-texts.ts'
import { refusals } from './refusal.ts'
import { type AccountCall, namedMarket, type Reply, type Route } from './route.ts'

const fixed = (weight: number) => (): number => weight

const answerKind = (call: AccountCall, order: VenueOrder): string => call.params.get('newOrderRespType') ?? (order.type === 'limitMaker' ? 'ACK' : 'FULL')

const place = (call: AccountCall): Reply => {
  const { venue, params, turn, account } = call
  const market = namedMarket(call)
  const wish = readWish(params, { account: account.name, market, spareId: `sim${venue.store.lastOrderId + 1}` })
  venue.limiter.admitOrder(account.name, msOf(turn))
  const order = venue.desk.place(wish, market, turn)
  return { body: placedText(order, answerKind(call, order)), refund: true, orderCount: true }
}

/** The order that a call names by either id. */
const namedOrder = ({ venue, params, account }: AccountCall, symbol: string): VenueOrder | undefined => {
  const orderId = params.whole('orderId')
  const clientId = params.get('origClientOrderId')
  if (orderId === undefined && clientId === undefined) throw refusals.missing('orderId')
  const order = orderId === undefined ? venue.store.byClientId(account.name, symbol, clientId ?? '') : venue.store.byId(orderId)
  if (order === undefined || order.account !== account.name || order.instrument.symbol !== symbol) return undefined
  return clientId === undefined || order.clientOrderId === clientId ? order : undefined
}

const query = (call: AccountCall): Reply => {
  const order = namedOrder(call, namedMarket(call).instrument.symbol)
  if (order === undefined) throw refusals.noSuchOrder()
  return { body: orderText(order) }
}

const cancel = (call: AccountCall): Reply => {
  const market = namedMarket(call)
  const order = namedOrder(call, market.instrument.symbol)
  if (order === undefined || !isOpen(order)) throw refusals.unknownOrder()
  const cancelId = call.params.get('newClientOrderId') ?? `cancel${order.orderId}`
  call.venue.desk.cancel(order, cancelId, { market, turn: call.turn })
  return { body: canceledText(order, cancelId), refund: true }
}

const listOpen = (call: AccountCall): Reply => {
  const symbol = call.params.get('symbol') === undefined ? undefined : namedMarket(call).instrument.symbol
  return { body: call.venue.store.openOrders(call.account.name, symbol).map(orderText) }
}

const cancelOpen = (call: AccountCall): Reply => {
  const market = namedMarket(call)
  const orders = call.venue.store.openOrders(call.account.name, market.instrument.symbol)
  if (orders.length === 0) throw refusals.unknownOrder()
  const body = orders.map((order) => {
    const cancelId = `cancel${order.orderId}`
    call.venue.desk.cancel(order, cancelId, { market, turn: call.turn })
    return canceledText(order, cancelId)
  })
  return { body, refund: true }
}

/** Endpoints that place, show and end orders. */
export const orderRoutes: Readonly<Record<string, Route>> = {
  'POST /api/v3/order': { security: 'signed', weight: fixed(1), run: place },
  'GET /api/v3/order': { security: 'signed', weight: fixed(4), run: query },
  'DELETE /api/v3/order': { security: 'signed', weight: fixed(1), run: cancel },
  'GET /api/v3/openOrders': { security: 'signed', weight: (params) => (params.get('symbol') === undefined ? 80 : 6), run: listOpen },
  'DELETE /api/v3/openOrders': { security: 'signed', weight: fixed(1), run: cancelOpen },
}
