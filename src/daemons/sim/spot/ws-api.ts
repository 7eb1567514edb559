import { msOf, type Turn } from '../events.ts'
import type { Venue } from '../venue.ts'
import { errorBody, type Outcome, runCall } from './calls.ts'
import { paramsOf, sortedPayload } from './params.ts'
import { Refusal } from './refusal.ts'
import { SESSION_METHODS } from './session-methods.ts'

/** Methods that are a REST call under another name. */
const SAME_AS: Readonly<Record<string, string>> = {
  ping: 'GET /api/v3/ping',
  time: 'GET /api/v3/time',
  exchangeInfo: 'GET /api/v3/exchangeInfo',
  'order.place': 'POST /api/v3/order',
  'orderList.place.oco': 'POST /api/v3/orderList/oco',
  'orderList.place.oto': 'POST /api/v3/orderList/oto',
  'orderList.place.otoco': 'POST /api/v3/orderList/otoco',
  'orderList.place.opo': 'POST /api/v3/orderList/opo',
  'orderList.place.opoco': 'POST /api/v3/orderList/opoco',
  'orderList.status': 'GET /api/v3/orderList',
  'orderList.cancel': 'DELETE /api/v3/orderList',
  'openOrderLists.status': 'GET /api/v3/openOrderList',
  allOrderLists: 'GET /api/v3/allOrderList',
  'order.test': 'POST /api/v3/order/test',
  'order.cancelReplace': 'POST /api/v3/order/cancelReplace',
  'order.amend.keepPriority': 'PUT /api/v3/order/amend/keepPriority',
  allOrders: 'GET /api/v3/allOrders',
  'account.commission': 'GET /api/v3/account/commission',
  'account.rateLimits.orders': 'GET /api/v3/rateLimit/order',
  myPreventedMatches: 'GET /api/v3/myPreventedMatches',
  myFilters: 'GET /api/v3/myFilters',
  'order.amendments': 'GET /api/v3/order/amendments',
  depth: 'GET /api/v3/depth',
  'trades.recent': 'GET /api/v3/trades',
  'trades.historical': 'GET /api/v3/historicalTrades',
  'trades.aggregate': 'GET /api/v3/aggTrades',
  klines: 'GET /api/v3/klines',
  uiKlines: 'GET /api/v3/uiKlines',
  avgPrice: 'GET /api/v3/avgPrice',
  'ticker.price': 'GET /api/v3/ticker/price',
  'ticker.book': 'GET /api/v3/ticker/bookTicker',
  'ticker.24hr': 'GET /api/v3/ticker/24hr',
  ticker: 'GET /api/v3/ticker',
  'order.status': 'GET /api/v3/order',
  'order.cancel': 'DELETE /api/v3/order',
  'openOrders.status': 'GET /api/v3/openOrders',
  'openOrders.cancelAll': 'DELETE /api/v3/openOrders',
  'account.status': 'GET /api/v3/account',
  myTrades: 'GET /api/v3/myTrades',
}

interface Frame {
  readonly id: unknown
  readonly method: string
  readonly values: ReadonlyMap<string, string>
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const parseFrame = (text: string): Frame | null => {
  try {
    const value = JSON.parse(text) as { id?: unknown; method?: unknown; params?: unknown } | null
    if (typeof value !== 'object' || value === null || typeof value.method !== 'string') return null
    const params = typeof value.params === 'object' && value.params !== null ? value.params : {}
    return {
      id: value.id ?? null,
      method: value.method.replace(/^v3\//, ''),
      values: new Map(Object.entries(params).map(([name, item]) => [name, textOf(item)])),
    }
  } catch {
    return null
  }
}

const runOwn = (own: () => unknown): Pick<Outcome, 'status' | 'body'> => {
  try {
    return { status: 200, body: own() }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { status: error.status, body: errorBody(error) }
  }
}

type SocketOutcome = Pick<Outcome, 'status' | 'body'> & Partial<Outcome>

const runFrame = (venue: Venue, socketId: string, at: { readonly frame: Frame; readonly turn: Turn }): SocketOutcome => {
  const { frame, turn } = at
  const { method, values } = frame
  const own = SESSION_METHODS[method]
  if (own !== undefined) return runOwn(() => own({ venue, socketId, values, turn }))
  const key = SAME_AS[method]
  if (key === undefined) return { status: 400, body: { code: -1000, msg: `Unknown method '${method}'` } }
  const params = paramsOf(values)
  const session = params.get('apiKey') === undefined ? venue.users.session(socketId) : null
  const apiKey = session?.apiKey ?? params.get('apiKey') ?? ''
  const from = { requestId: '', address: venue.lives.addressOf(socketId), overSocket: true, loggedOn: session !== null }
  const outcome = runCall(venue, { key, params, payload: sortedPayload(values), apiKey, ...from }, turn)
  const waitS = outcome.headers['retry-after']
  if (waitS === undefined) return outcome
  return { ...outcome, body: { ...Object(outcome.body), data: { serverTime: msOf(turn), retryAfter: msOf(turn) + Number(waitS) * 1_000 } } }
}

/** Answers one frame of the WebSocket API. */
export const handleFrame = (venue: Venue, socketId: string, at: { readonly text: string; readonly turn: Turn }): void => {
  const { text, turn } = at
  const send = (body: unknown): void => turn.emit({ type: 'socket.send', socketId, text: JSON.stringify(body) })
  const frame = parseFrame(text)
  if (frame === null) {
    send({ id: null, status: 400, error: { code: -1000, msg: 'Malformed request.' } })
    return
  }
  const { status, body, rateLimits = venue.limiter.usage(msOf(turn), venue.lives.addressOf(socketId)) } = runFrame(venue, socketId, { frame, turn })
  const limits = frame.values.get('returnRateLimits') === 'false' ? {} : { rateLimits }
  send({ id: frame.id, status, ...(status === 200 ? { result: body } : { error: body }), ...limits })
}
