import { msOf } from '../events.ts'
import { refusals } from '../spot/refusal.ts'
import { type AlgoOrder, readAlgoWish } from './algo-orders.ts'
import { algoText } from './algo-texts.ts'
import { fixed, namedContract, type UsdmAccountCall, type UsdmRoutes } from './call.ts'
import { lastPriceOf, markPriceOf } from './contract.ts'
import { usdmRefusals } from './refusals.ts'

const LIST_DEFAULT = 500
const LIST_MAX = 1_000

const place = (call: UsdmAccountCall): unknown => {
  const { futures, params, turn, account } = call
  const contract = namedContract(call)
  const priceOf = (workingType: string) => (workingType === 'MARK_PRICE' ? markPriceOf(contract) : lastPriceOf(contract))
  const wish = readAlgoWish(params, { account, market: contract.market, spareId: `algo${futures.algos.nextId}`, nowMs: msOf(turn) }, priceOf)
  if (futures.algos.waiting(account.name).some(({ clientOrderId }) => clientOrderId === wish.clientOrderId)) throw usdmRefusals.duplicate()
  futures.limiter.admitOrder(account.name, msOf(turn))
  return algoText(futures.algos.place(wish, turn))
}

const namedAlgo = ({ futures, params, account }: UsdmAccountCall): AlgoOrder | undefined => {
  const algoId = params.whole('algoId')
  const clientId = params.get('clientAlgoId')
  if (algoId === undefined && clientId === undefined) throw refusals.missing('algoId')
  const order = algoId === undefined ? futures.algos.byClientId(account.name, clientId ?? '') : futures.algos.byId(algoId)
  return order?.account === account.name ? order : undefined
}

const query = (call: UsdmAccountCall): unknown => {
  const order = namedAlgo(call)
  if (order === undefined) throw refusals.noSuchOrder()
  return algoText(order)
}

const cancel = (call: UsdmAccountCall): unknown => {
  const order = namedAlgo(call)
  if (order?.status !== 'NEW') throw refusals.unknownOrder()
  call.futures.algos.cancel(order, call.turn)
  return { algoId: order.algoId, clientAlgoId: order.clientOrderId, code: '200', msg: 'success' }
}

const symbolOf = (call: UsdmAccountCall): string | undefined =>
  call.params.get('symbol') === undefined ? undefined : namedContract(call).market.instrument.symbol

const cancelOpen = (call: UsdmAccountCall): unknown => {
  for (const order of call.futures.algos.waiting(call.account.name, namedContract(call).market.instrument.symbol)) call.futures.algos.cancel(order, call.turn)
  return { code: 200, msg: 'The operation of cancel all open order is done.' }
}

const listAll = (call: UsdmAccountCall): unknown => {
  const fromId = call.params.whole('algoId') ?? 0
  const orders = call.futures.algos.of(call.account.name, namedContract(call).market.instrument.symbol).filter(({ algoId }) => algoId >= fromId)
  return orders.slice(-Math.min(LIST_MAX, call.params.whole('limit') ?? LIST_DEFAULT)).map(algoText)
}

const signed = (weight: number, run: (call: UsdmAccountCall) => unknown) => ({ security: 'signed', weight: fixed(weight), run }) as const

/** Endpoints of conditional orders. */
export const algoRoutes: UsdmRoutes = {
  'POST /fapi/v1/algoOrder': signed(0, place),
  'GET /fapi/v1/algoOrder': signed(1, query),
  'DELETE /fapi/v1/algoOrder': signed(1, cancel),
  'DELETE /fapi/v1/algoOpenOrders': signed(1, cancelOpen),
  'GET /fapi/v1/openAlgoOrders': signed(1, (call) => call.futures.algos.waiting(call.account.name, symbolOf(call)).map(algoText)),
  'GET /fapi/v1/allAlgoOrders': signed(5, listAll),
}
