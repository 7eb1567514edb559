import { msOf } from '../events.ts'
import { type Params, paramsOf } from '../spot/params.ts'
import { Refusal, refusals } from '../spot/refusal.ts'
import { fixed, namedContract, type UsdmAccountCall, type UsdmRoutes } from './call.ts'
import { cancelAll } from './futures.ts'
import { readUsdmWish } from './order-wish.ts'
import { isOpen, type UsdmOrder } from './orders.ts'
import { usdmRefusals } from './refusals.ts'
import { lotsOf, ticksOf } from './steps.ts'
import { usdmOrderText } from './texts.ts'

const BATCH_MAX = 5
const LIST_DEFAULT = 500
const LIST_MAX = 1_000
const RESPONSES = new Set(['ACK', 'RESULT'])

const wishOf = (call: UsdmAccountCall) => {
  const { futures, params, turn, account } = call
  const { market } = namedContract(call)
  if (!RESPONSES.has(params.get('newOrderRespType') ?? 'ACK')) throw usdmRefusals.respType()
  return { wish: readUsdmWish(params, { account, market, spareId: `usdm${futures.store.lastOrderId + 1}`, nowMs: msOf(turn) }), market }
}

/** An acknowledgement shows the order as it was before anything filled it. */
const acknowledged = (order: UsdmOrder): UsdmOrder => ({ ...order, status: 'NEW', filledLots: 0, quote: 0n as UsdmOrder['quote'], fills: [] })

const place = (call: UsdmAccountCall): unknown => {
  const { futures, params, turn, account } = call
  const { wish, market } = wishOf(call)
  futures.limiter.admitOrder(account.name, msOf(turn))
  const order = futures.desk.place(wish, { market, turn })
  return usdmOrderText(params.get('newOrderRespType') === 'RESULT' ? order : acknowledged(order))
}

/** The order that a call names by either id; refused with -1102 or -2013. */
const namedOrder = (call: UsdmAccountCall, missing: () => Refusal): UsdmOrder => {
  const { futures, params, account } = call
  const { symbol } = namedContract(call).market.instrument
  const orderId = params.whole('orderId')
  const clientId = params.get('origClientOrderId')
  if (orderId === undefined && clientId === undefined) throw refusals.missing('orderId')
  const order = orderId === undefined ? futures.store.byClientId(account.name, symbol, clientId ?? '') : futures.store.byId(orderId)
  if (order === undefined || order.account !== account.name || order.instrument.symbol !== symbol) throw missing()
  return order
}

const openOrder = (call: UsdmAccountCall, missing: () => Refusal): UsdmOrder => {
  const order = namedOrder(call, missing)
  if (!isOpen(order)) throw missing()
  return order
}

const cancel = (call: UsdmAccountCall): unknown => {
  const order = openOrder(call, refusals.unknownOrder)
  call.futures.desk.cancel(order, { market: namedContract(call).market, turn: call.turn })
  return usdmOrderText(order)
}

const modify = (call: UsdmAccountCall): unknown => {
  const { market } = namedContract(call)
  const order = openOrder(call, refusals.noSuchOrder)
  if (order.type === 'market') throw usdmRefusals.onlyLimit()
  if (call.params.need('side') !== order.side.toUpperCase()) throw refusals.side()
  const to = { ticks: ticksOf(call.params, 'price', market.instrument), lots: lotsOf(call.params, market.instrument) }
  call.futures.desk.amend(order, to, { market, turn: call.turn })
  return usdmOrderText(order)
}

const batchOf = (params: Params): readonly Params[] => {
  let value: unknown
  try {
    value = JSON.parse(params.need('batchOrders'))
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw usdmRefusals.value('batchOrders')
  }
  if (!Array.isArray(value) || value.length === 0 || value.length > BATCH_MAX) throw usdmRefusals.batchSize()
  return value.map((item) => paramsOf(new Map(Object.entries(Object(item)).map(([name, field]) => [name, String(field)]))))
}

/** Each part of a batch succeeds or fails alone. */
const each = (call: UsdmAccountCall, parts: readonly Params[], run: (call: UsdmAccountCall) => unknown): unknown =>
  parts.map((params) => {
    try {
      return run({ ...call, params })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return { code: error.code, msg: error.message }
    }
  })

const listIn = (params: Params, name: string): readonly unknown[] => {
  try {
    const value: unknown = JSON.parse(params.get(name) ?? '[]')
    return Array.isArray(value) ? value : []
  } catch {
    throw usdmRefusals.value(name)
  }
}

const cancelBatch = (call: UsdmAccountCall): unknown => {
  const symbol = namedContract(call).market.instrument.symbol
  const [byId, byClient] = [listIn(call.params, 'orderIdList'), listIn(call.params, 'origClientOrderIdList')]
  const named = byId.length > 0 ? byId.map((id) => ['orderId', id] as const) : byClient.map((id) => ['origClientOrderId', id] as const)
  if (named.length === 0 || named.length > 10) throw usdmRefusals.batchSize()
  const parts = named.map(([name, id]) =>
    paramsOf(
      new Map([
        ['symbol', symbol],
        [name, String(id)],
      ]),
    ),
  )
  return each(call, parts, cancel)
}

const listOpen = (call: UsdmAccountCall): unknown => {
  const symbol = call.params.get('symbol') === undefined ? undefined : namedContract(call).market.instrument.symbol
  return call.futures.store.openOrders(call.account.name, symbol).map(usdmOrderText)
}

const listAll = (call: UsdmAccountCall): unknown => {
  const { futures, params, account } = call
  const fromId = params.whole('orderId') ?? 0
  const [fromMs, toMs] = [params.whole('startTime') ?? 0, params.whole('endTime') ?? Number.MAX_SAFE_INTEGER]
  const orders = futures.store.allOrders(account.name, namedContract(call).market.instrument.symbol)
  const found = orders.filter(({ orderId, createdMs }) => orderId >= fromId && createdMs >= fromMs && createdMs <= toMs)
  return found.slice(-Math.min(LIST_MAX, params.whole('limit') ?? LIST_DEFAULT)).map(usdmOrderText)
}

const cancelOpen = (call: UsdmAccountCall): unknown => {
  cancelAll(call.futures, { account: call.account.name, symbol: namedContract(call).market.instrument.symbol }, call.turn)
  return { code: 200, msg: 'The operation of cancel all open order is done.' }
}

const countdown = (call: UsdmAccountCall): unknown => {
  const { symbol } = namedContract(call).market.instrument
  const countdownMs = call.params.whole('countdownTime')
  if (countdownMs === undefined) throw refusals.missing('countdownTime')
  const key = `${call.account.name}|${symbol}`
  if (countdownMs === 0) call.futures.countdowns.delete(key)
  else call.futures.countdowns.set(key, msOf(call.turn) + countdownMs)
  return { symbol, countdownTime: String(countdownMs) }
}

const test = (call: UsdmAccountCall): unknown => {
  wishOf(call)
  return {}
}

const signed = (weight: number, run: (call: UsdmAccountCall) => unknown) => ({ security: 'signed', weight: fixed(weight), orders: weight === 0, run }) as const

/** Endpoints that place, change, show and end orders. */
export const usdmOrderRoutes: UsdmRoutes = {
  'POST /fapi/v1/order': signed(0, place),
  'POST /fapi/v1/order/test': signed(1, test),
  'PUT /fapi/v1/order': signed(0, modify),
  'GET /fapi/v1/order': signed(1, (call) => usdmOrderText(namedOrder(call, refusals.noSuchOrder))),
  'DELETE /fapi/v1/order': signed(1, cancel),
  'POST /fapi/v1/batchOrders': signed(5, (call) => each(call, batchOf(call.params), place)),
  'PUT /fapi/v1/batchOrders': signed(5, (call) => each(call, batchOf(call.params), modify)),
  'DELETE /fapi/v1/batchOrders': signed(1, cancelBatch),
  'GET /fapi/v1/openOrder': signed(1, (call) => usdmOrderText(openOrder(call, refusals.noSuchOrder))),
  'GET /fapi/v1/openOrders': { security: 'signed', weight: (params) => (params.get('symbol') === undefined ? 40 : 1), run: listOpen },
  'GET /fapi/v1/allOrders': signed(5, listAll),
  'DELETE /fapi/v1/allOpenOrders': signed(1, cancelOpen),
  'POST /fapi/v1/countdownCancelAll': signed(10, countdown),
}
