import type { Params } from './params.ts'
import { type Refusal, refusals } from './refusal.ts'

const words = (text: string): readonly string[] => text.split(' ')

const SIGNED = words('timestamp recvWindow signature apiKey returnRateLimits')
const NAMED = words('symbol orderId origClientOrderId')
const ORDER = words(
  'symbol side type timeInForce quantity quoteOrderQty price newClientOrderId strategyId strategyType stopPrice trailingDelta icebergQty newOrderRespType selfTradePreventionMode',
)

/** Parameters of the endpoints that read them all; the others ignore what they do not know. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  'GET /api/v3/ping': [],
  'GET /api/v3/time': [],
  'POST /api/v3/order': [...ORDER, ...SIGNED],
  'POST /api/v3/order/test': [...ORDER, 'computeCommissionRates', ...SIGNED],
  'GET /api/v3/order': [...NAMED, ...SIGNED],
  'DELETE /api/v3/order': [...NAMED, 'newClientOrderId', 'cancelRestrictions', ...SIGNED],
  'GET /api/v3/openOrders': ['symbol', ...SIGNED],
  'DELETE /api/v3/openOrders': ['symbol', ...SIGNED],
}

/** How a call names itself and where it came from. */
export interface Asked {
  readonly key: string
  readonly params: Params
  readonly overSocket: boolean
}

const refusal = (known: readonly string[], names: readonly string[], overSocket: boolean): Refusal => {
  if (known.length === 0) return refusals.tooMany(0, names.length)
  if (overSocket) return refusals.unknownParam()
  return refusals.unread(names.filter((name) => known.includes(name)).length, names.length)
}

/** Refused with -1101, -1103 or -1104 when a call sends what its endpoint does not read. */
export const checkNames = ({ key, params, overSocket }: Asked): void => {
  const known = KNOWN[key]
  if (known === undefined) return
  const names = [...params.names()].filter((name) => !overSocket || known.length > 0 || !SIGNED.includes(name))
  if (names.some((name) => !known.includes(name))) throw refusal(known, names, overSocket)
}
