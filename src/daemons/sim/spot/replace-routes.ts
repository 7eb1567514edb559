import { qtyLots } from '../../../lib/model/instrument.ts'
import type { Market } from '../market/market.ts'
import { amendMax } from '../trading/filters.ts'
import { isOpen, type OrderWish } from '../trading/orders.ts'
import { amendedText, amendmentText } from './amend-texts.ts'
import { cancelOrder, namedOrder, placeWish, wishOf } from './order-routes.ts'
import { Refusal, refusals } from './refusal.ts'
import { type AccountCall, namedMarket, type Reply, type Route } from './route.ts'
import { readLimit } from './windows.ts'

const MODES = ['STOP_ON_FAILURE', 'ALLOW_FAILURE']
const EXCEEDED_MODES = ['DO_NOTHING', 'CANCEL_ONLY']
const RATE_LIMITED = 429

/** What came of one half of a replacement. */
interface Half {
  readonly word: 'SUCCESS' | 'FAILURE' | 'NOT_ATTEMPTED'
  readonly response: unknown
}

const attempt = (run: () => unknown): Half => {
  try {
    return { word: 'SUCCESS', response: run() }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { word: 'FAILURE', response: { code: error.code, msg: error.message } }
  }
}

const oneOf = (call: AccountCall, name: string, words: readonly string[]): string | undefined => {
  const word = call.params.get(name)
  if (word !== undefined && !words.includes(word)) throw refusals.badValue(name)
  return word
}

const data = (cancel: Half, order: Half) => ({
  cancelResult: cancel.word,
  newOrderResult: order.word,
  cancelResponse: cancel.response,
  newOrderResponse: order.response,
})

const conclude = (cancel: Half, order: Half): Reply => {
  if (cancel.word === 'SUCCESS' && order.word === 'SUCCESS') return { body: data(cancel, order), refund: true, orderCount: true }
  const isWhole = cancel.word !== 'SUCCESS' && order.word !== 'SUCCESS'
  throw isWhole
    ? new Refusal(400, -2022, { text: 'Order cancel-replace failed.', data: data(cancel, order) })
    : new Refusal(409, -2021, { text: 'Order cancel-replace partially failed.', data: data(cancel, order) })
}

const NAMING = { id: 'cancelOrderId', clientId: 'cancelOrigClientOrderId' }

const cancelHalf = (call: AccountCall, market: Market): Half => attempt(() => cancelOrder(call, namedOrder(call, market.instrument.symbol, NAMING), market))

/** The new order; null when its account has sent too many and the call wants the cancel alone. */
const admitted = (call: AccountCall, market: Market): { readonly wish: OrderWish } | Refusal => {
  try {
    return { wish: wishOf(call, market) }
  } catch (error) {
    if (error instanceof Refusal && error.status === RATE_LIMITED && call.params.get('orderRateLimitExceededMode') === 'CANCEL_ONLY') return error
    throw error
  }
}

const replace = (call: AccountCall): Reply => {
  const market = namedMarket(call)
  const mode = oneOf(call, 'cancelReplaceMode', MODES)
  if (mode === undefined) throw refusals.missing('cancelReplaceMode')
  oneOf(call, 'orderRateLimitExceededMode', EXCEEDED_MODES)
  if (call.params.get(NAMING.id) === undefined && call.params.get(NAMING.clientId) === undefined) throw refusals.eitherMissing(NAMING.clientId, NAMING.id)
  const admission = admitted(call, market)
  const cancel = cancelHalf(call, market)
  if (admission instanceof Refusal) {
    const order: Half = { word: 'FAILURE', response: { code: admission.code, msg: admission.message } }
    throw new Refusal(cancel.word === 'SUCCESS' ? 409 : RATE_LIMITED, cancel.word === 'SUCCESS' ? -2021 : -1015, {
      text: cancel.word === 'SUCCESS' ? 'Order cancel-replace partially failed.' : admission.message,
      headers: admission.headers,
      data: data(cancel, order),
    })
  }
  if (cancel.word === 'FAILURE' && mode === 'STOP_ON_FAILURE') return conclude(cancel, { word: 'NOT_ATTEMPTED', response: null })
  return conclude(
    cancel,
    attempt(() => placeWish(call, admission.wish, market)),
  )
}

const amend = (call: AccountCall): Reply => {
  const { params, venue, turn } = call
  const market = namedMarket(call)
  const { instrument } = market
  const order = namedOrder(call, instrument.symbol)
  const sent = params.need('newQty')
  const lots = qtyLots(instrument, sent)
  if (lots === null || lots < instrument.minQtyLots) throw refusals.filter('LOT_SIZE')
  if (order === undefined || !isOpen(order)) throw refusals.amend('Unknown order sent.')
  if (order.amendments.length >= amendMax) throw refusals.amend('Too many amendments of this order.')
  if (lots >= order.lots || lots <= order.filledLots + order.preventedLots)
    throw refusals.amend('The requested quantity is not below the current one, or not above what is executed.')
  const clientOrderId = params.get('newClientOrderId') ?? `amend${order.orderId}x${order.amendments.length + 1}`
  const former = order.clientOrderId
  venue.desk.amend(order, { lots, clientOrderId }, { market, turn })
  const text = amendedText(order, venue.desk.lastExecutionId)
  return { body: { ...text, amendedOrder: { ...text.amendedOrder, origClientOrderId: former } }, refund: true }
}

const amendments = (call: AccountCall): Reply => {
  const { instrument } = namedMarket(call)
  call.params.need('orderId')
  const order = namedOrder(call, instrument.symbol)
  if (order === undefined) throw refusals.noSuchOrder()
  const fromId = call.params.whole('fromExecutionId') ?? 0
  const found = order.amendments.filter(({ executionId }) => executionId >= fromId)
  return { body: found.slice(0, readLimit(call.params)).map((amendment) => amendmentText(order, amendment)) }
}

/** Endpoints that change an order. */
export const replaceRoutes: Readonly<Record<string, Route>> = {
  'POST /api/v3/order/cancelReplace': { security: 'signed', weight: () => 1, run: replace },
  'PUT /api/v3/order/amend/keepPriority': { security: 'signed', weight: () => 4, run: amend },
  'GET /api/v3/order/amendments': { security: 'signed', weight: () => 4, run: amendments },
  'POST /api/v3/sor/order': {
    security: 'signed',
    weight: () => 1,
    run: () => {
      throw refusals.unsupported()
    },
  },
}
