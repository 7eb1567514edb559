import { must } from '../../../lib/base/assert.ts'
import { msOf } from '../events.ts'
import type { Market } from '../market/market.ts'
import { readWish } from '../trading/order-wish.ts'
import { isOpen, type OrderWish, type VenueOrder } from '../trading/orders.ts'
import { testedText } from './account-texts.ts'
import { listReport } from './list-texts.ts'
import { canceledText, orderText, orderWords, placedText } from './order-texts.ts'
import { refusals } from './refusal.ts'
import { type AccountCall, namedMarket, type Reply, type Route } from './route.ts'
import { readLimit, readWindow } from './windows.ts'
import { checkWish } from './wish-filters.ts'

const fixed = (weight: number) => (): number => weight

const SHORT_ANSWERS: ReadonlySet<string> = new Set(['LIMIT_MAKER', 'STOP_LOSS', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT', 'TAKE_PROFIT_LIMIT'])
const RESTRICTIONS: Readonly<Record<string, VenueOrder['status']>> = { ONLY_NEW: 'NEW', ONLY_PARTIALLY_FILLED: 'PARTIALLY_FILLED' }
const ARCHIVED_AFTER_MS = 90 * 86_400_000

const answerKind = (call: AccountCall, order: VenueOrder): string =>
  call.params.get('newOrderRespType') ?? (SHORT_ANSWERS.has(orderWords(order).type) ? 'ACK' : 'FULL')

/** The new order that a call describes, after the filters and the order limit. */
export const wishOf = (call: AccountCall, market: Market): OrderWish => {
  const { venue, params, turn, account } = call
  const wish = readWish(params, { account: account.name, market, spareId: `sim${venue.store.lastOrderId + 1}` })
  checkWish(call, wish, market)
  venue.limiter.admitOrder(account.name, msOf(turn))
  return wish
}

/** Places an order and says so in the form that the call asks for. */
export const placeWish = (call: AccountCall, wish: OrderWish, market: Market): unknown => {
  const order = call.venue.desk.place(wish, market, call.turn)
  return placedText(order, answerKind(call, order))
}

const place = (call: AccountCall): Reply => {
  const market = namedMarket(call)
  return { body: placeWish(call, wishOf(call, market), market), refund: true, orderCount: true }
}

const test = (call: AccountCall): Reply => {
  const market = namedMarket(call)
  call.venue.desk.assertAcceptable(wishOf(call, market), market)
  return { body: call.params.get('computeCommissionRates') === 'true' ? testedText(call.venue.config) : {} }
}

/** Which parameters name an order. */
interface Naming {
  readonly id: string
  readonly clientId: string
}

/** The order that a call names by either id. */
export const namedOrder = (
  { venue, params, account }: AccountCall,
  symbol: string,
  naming: Naming = { id: 'orderId', clientId: 'origClientOrderId' },
): VenueOrder | undefined => {
  const orderId = params.whole(naming.id)
  const clientId = params.get(naming.clientId)
  if (orderId === undefined && clientId === undefined) throw refusals.eitherMissing(naming.clientId, naming.id)
  const order = orderId === undefined ? venue.store.byClientId(account.name, symbol, clientId ?? '') : venue.store.byId(orderId)
  if (order === undefined || order.account !== account.name || order.instrument.symbol !== symbol) return undefined
  if (clientId !== undefined && order.clientOrderId !== clientId) throw refusals.idMismatch()
  return order
}

const isArchived = (order: VenueOrder, nowMs: number): boolean => !isOpen(order) && order.filledLots === 0 && nowMs - order.updatedMs > ARCHIVED_AFTER_MS

const query = (call: AccountCall): Reply => {
  const order = namedOrder(call, namedMarket(call).instrument.symbol)
  if (order === undefined) throw refusals.noSuchOrder()
  if (isArchived(order, msOf(call.turn))) throw refusals.archived()
  return { body: orderText(order) }
}

/** Cancels an order; refused with -2011 or -1145. */
export const cancelOrder = (call: AccountCall, order: VenueOrder | undefined, market: Market): unknown => {
  const { params, venue, turn } = call
  const restriction = params.get('cancelRestrictions')
  if (restriction !== undefined && RESTRICTIONS[restriction] === undefined) throw refusals.cancelRestrictions()
  if (order === undefined || !isOpen(order)) throw refusals.unknownOrder()
  if (restriction !== undefined && RESTRICTIONS[restriction] !== order.status) throw refusals.canceledNot('Order was not canceled due to cancel restrictions.')
  const cancelId = params.get('cancelNewClientOrderId') ?? params.get('newClientOrderId') ?? `cancel${order.orderId}`
  venue.desk.cancel(order, cancelId, { market, turn })
  return canceledText(order, cancelId)
}

const cancel = (call: AccountCall): Reply => {
  const market = namedMarket(call)
  return { body: cancelOrder(call, namedOrder(call, market.instrument.symbol), market), refund: true }
}

const listAll = (call: AccountCall): Reply => {
  const { params, venue, account } = call
  const { symbol } = namedMarket(call).instrument
  const window = readWindow(params)
  const orderId = params.whole('orderId')
  if (orderId !== undefined && window.isGiven) throw refusals.combination()
  const all = venue.store
    .orders(account.name, symbol)
    .filter((order) => order.orderId >= (orderId ?? 0) && order.createdMs >= window.fromMs && order.createdMs <= window.toMs)
  const limit = readLimit(params)
  return { body: (orderId === undefined && !window.isGiven ? all.slice(-limit) : all.slice(0, limit)).map(orderText) }
}

const listOpen = (call: AccountCall): Reply => {
  const symbol = call.params.get('symbol') === undefined ? undefined : namedMarket(call).instrument.symbol
  return { body: call.venue.store.openOrders(call.account.name, symbol).map(orderText) }
}

const cancelOpen = (call: AccountCall): Reply => {
  const market = namedMarket(call)
  const orders = call.venue.store.openOrders(call.account.name, market.instrument.symbol)
  if (orders.length === 0) throw refusals.unknownOrder()
  const lists = new Set(orders.map(({ listId }) => listId).filter((listId) => listId !== undefined))
  const listBodies = [...lists].map((listId) => {
    const list = must(call.venue.desk.lists.byId(listId), `list ${listId}`)
    const cancelId = `cancelList${listId}`
    call.venue.desk.lists.cancel(list, cancelId, call.turn)
    return listReport(list, cancelId)
  })
  const single = orders.filter(({ listId }) => listId === undefined)
  const bodies = single.map((order) => {
    const cancelId = `cancel${order.orderId}`
    call.venue.desk.cancel(order, cancelId, { market, turn: call.turn })
    return canceledText(order, cancelId)
  })
  return { body: [...bodies, ...listBodies], refund: true }
}

/** Endpoints that place, show and end orders. */
export const orderRoutes: Readonly<Record<string, Route>> = {
  'POST /api/v3/order': { security: 'signed', weight: fixed(1), run: place },
  'POST /api/v3/order/test': { security: 'signed', weight: (params) => (params.get('computeCommissionRates') === 'true' ? 20 : 1), run: test },
  'GET /api/v3/allOrders': { security: 'signed', weight: fixed(20), run: listAll },
  'GET /api/v3/order': { security: 'signed', weight: fixed(4), run: query },
  'DELETE /api/v3/order': { security: 'signed', weight: fixed(1), run: cancel },
  'GET /api/v3/openOrders': { security: 'signed', weight: (params) => (params.get('symbol') === undefined ? 80 : 6), run: listOpen },
  'DELETE /api/v3/openOrders': { security: 'signed', weight: fixed(1), run: cancelOpen },
}
