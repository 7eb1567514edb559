import { type HttpRequest, msOf, type Turn } from '../events.ts'
import { authenticate, type Gate } from '../spot/auth.ts'
import { type Params, parseParams, signedPayload } from '../spot/params.ts'
import { Refusal, refusals } from '../spot/refusal.ts'
import { usdmAccountRoutes } from './account-routes.ts'
import type { UsdmAccount } from './accounts.ts'
import { algoRoutes } from './algo-routes.ts'
import type { UsdmRoute } from './call.ts'
import type { Futures } from './futures.ts'
import { usdmMarketRoutes } from './market-routes.ts'
import { usdmOrderRoutes } from './order-routes.ts'

const ROUTES: ReadonlyMap<string, UsdmRoute> = new Map(Object.entries({ ...usdmMarketRoutes, ...usdmOrderRoutes, ...algoRoutes, ...usdmAccountRoutes }))
const PLACE = 'POST /fapi/v1/order'

/** A call as it came over either transport. */
export interface UsdmIncoming {
  readonly key: string
  readonly params: Params
  readonly payload: string
  readonly apiKey: string
  /** Of the client's host. */
  readonly address: string
}

export interface UsdmOutcome {
  readonly status: number
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
}

/** The futures account of a call; `key` asks for no signature. */
const accountOf = (
  futures: Futures,
  gate: Gate,
  at: { readonly incoming: UsdmIncoming; readonly security: 'key' | 'signed'; readonly nowMs: number },
): UsdmAccount => {
  const { apiKey, params, payload } = at.incoming
  if (at.security === 'key' && apiKey === '') throw refusals.keyFormat()
  const holder = at.security === 'key' ? gate.accountsByKey.get(apiKey) : authenticate(gate, { apiKey, params, payload, nowMs: at.nowMs })
  const account = holder === undefined ? undefined : futures.accounts.get(holder.name)
  if (account === undefined) throw refusals.key()
  return account
}

const run = (futures: Futures, gate: Gate, at: { readonly incoming: UsdmIncoming; readonly turn: Turn }): UsdmOutcome => {
  const { incoming, turn } = at
  const route = ROUTES.get(incoming.key)
  const nowMs = msOf(turn)
  const [method = '', path = ''] = incoming.key.split(' ')
  if (route === undefined) throw refusals.noPath(method, path)
  if (!futures.open) throw refusals.busy()
  futures.limiter.spend(route.weight(incoming.params), nowMs, incoming.address)
  const call = { futures, params: incoming.params, turn }
  if (route.security === 'none') return { status: 200, body: route.run(call), headers: futures.limiter.weightHeaders(nowMs, incoming.address) }
  const account = accountOf(futures, gate, { incoming, security: route.security, nowMs })
  const body = route.run({ ...call, account })
  const orders = route.orders === true ? futures.limiter.orderHeaders(account.name, nowMs) : {}
  return { status: 200, body, headers: { ...futures.limiter.weightHeaders(nowMs, incoming.address), ...orders } }
}

/** Runs a call; an error of the venue is an outcome like any other, and a refused order is in the truth log. */
export const runUsdmCall = (futures: Futures, gate: Gate, at: { readonly incoming: UsdmIncoming; readonly turn: Turn }): UsdmOutcome => {
  const { incoming, turn } = at
  try {
    return run(futures, gate, at)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const clientOrderId = incoming.params.get('newClientOrderId')
    const symbol = incoming.params.get('symbol') ?? ''
    if (incoming.key === PLACE && clientOrderId !== undefined) futures.truth.rejected({ symbol, clientOrderId, code: error.code, message: error.message }, turn)
    return {
      status: error.status,
      body: { code: error.code, msg: error.message },
      headers: { ...futures.limiter.weightHeaders(msOf(turn), incoming.address), ...error.headers },
    }
  }
}

const readParams = ({ query, body }: HttpRequest): Params | Refusal => {
  try {
    return parseParams(query, body)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** Answers a REST request for futures. */
export const handleUsdmRequest = (futures: Futures, gate: Gate, at: { readonly request: HttpRequest; readonly turn: Turn }): void => {
  const { request, turn } = at
  const params = readParams(request)
  const respond = ({ status, headers, body }: UsdmOutcome): void =>
    turn.emit({ type: 'http.respond', requestId: request.requestId, status, headers, body: JSON.stringify(body) })
  if (params instanceof Refusal) {
    respond({ status: params.status, headers: {}, body: { code: params.code, msg: params.message } })
    return
  }
  const incoming = {
    key: `${request.method} ${request.path}`,
    params,
    payload: signedPayload(request.query, request.body),
    apiKey: request.headers['x-mbx-apikey'] ?? '',
    address: request.address ?? '',
  }
  respond(runUsdmCall(futures, gate, { incoming, turn }))
}
