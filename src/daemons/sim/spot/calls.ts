import { msOf, type Turn } from '../events.ts'
import type { Venue } from '../venue.ts'
import { accountRoutes } from './account-routes.ts'
import { admit, authenticate } from './auth.ts'
import { checkNames } from './known-params.ts'
import { listRoutes } from './list-routes.ts'
import { marketRoutes } from './market-routes.ts'
import { orderRoutes } from './order-routes.ts'
import type { Params } from './params.ts'
import { Refusal, refusals } from './refusal.ts'
import { replaceRoutes } from './replace-routes.ts'
import type { Reply, Route } from './route.ts'
import { statisticsRoutes } from './statistics-routes.ts'

const ROUTES: ReadonlyMap<string, Route> = new Map(
  Object.entries({ ...marketRoutes, ...orderRoutes, ...replaceRoutes, ...listRoutes, ...statisticsRoutes, ...accountRoutes }),
)
const PLACE = 'POST /api/v3/order'

/** A call as it came over either transport. */
export interface Incoming {
  /** Method and path, the name of its route. */
  readonly key: string
  readonly params: Params
  /** Text that the signature covers. */
  readonly payload: string
  readonly apiKey: string
  readonly requestId: string
  /** Of the client's host. */
  readonly address: string
  readonly overSocket?: boolean
  /** True when its connection has logged on with this key and it carries no signature. */
  readonly loggedOn?: boolean
}

/** Null body: the answer comes in another step. */
export interface Outcome {
  readonly status: number
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
  /** What is used of the limits that the call counts for. */
  readonly rateLimits: ReadonlyArray<Readonly<Record<string, unknown>>>
  readonly later: boolean
}

const noRoute = (key: string): Refusal => {
  const [method = '', path = ''] = key.split(' ')
  return refusals.noPath(method, path)
}

const run = (venue: Venue, incoming: Incoming, turn: Turn): Outcome => {
  const route = ROUTES.get(incoming.key)
  const nowMs = msOf(turn)
  if (route === undefined) throw noRoute(incoming.key)
  if (!venue.open && incoming.key !== 'GET /sim/state') throw refusals.busy()
  const weight = route.weight(incoming.params)
  const { params, requestId, address } = incoming
  venue.limiter.spend(weight, nowMs, address)
  checkNames({ key: incoming.key, params, overSocket: incoming.overSocket === true })
  const call = { venue, params, turn, requestId, address }
  if (route.security === 'none') return outcomeOf(venue, route.run(call), { nowMs, address })
  const enter = incoming.loggedOn === true ? admit : authenticate
  const account = enter(venue.gate, { apiKey: incoming.apiKey, params, payload: incoming.payload, nowMs: turn.nowUs / 1_000 })
  const reply = route.run({ ...call, account })
  if (reply.refund === true) venue.limiter.refund(weight, nowMs, address)
  return outcomeOf(venue, reply, { nowMs, address, account: account.name })
}

/** Whose limits an answer tells. */
interface Spender {
  readonly nowMs: number
  readonly address: string
  readonly account?: string
}

const outcomeOf = ({ limiter }: Venue, reply: Reply, { nowMs, address, account }: Spender): Outcome => {
  const counted = reply.orderCount === true ? account : undefined
  return {
    status: 200,
    body: reply.body,
    headers: { ...limiter.weightHeaders(nowMs, address), ...(counted === undefined ? {} : limiter.orderHeaders(counted, nowMs)) },
    rateLimits: [...(counted === undefined ? [] : limiter.orderUsage(counted, nowMs)), ...limiter.usage(nowMs, address)],
    later: reply.later === true,
  }
}

/** Every order that was answered with an error is in the truth log, whatever the reason. */
const noteReject = (venue: Venue, incoming: Incoming, at: { readonly refusal: Refusal; readonly turn: Turn }): void => {
  const clientOrderId = incoming.params.get('newClientOrderId')
  if (incoming.key !== PLACE || clientOrderId === undefined) return
  const { refusal, turn } = at
  venue.truth.write(turn, 'reject', { symbol: incoming.params.get('symbol') ?? '', clientOrderId, code: refusal.code, message: refusal.message })
}

/** What the venue says of a refusal. */
export const errorBody = ({ code, message, data }: Refusal): Record<string, unknown> => ({ code, msg: message, ...(data === undefined ? {} : { data }) })

/** Runs a call; an error of the venue is an outcome like any other. */
export const runCall = (venue: Venue, incoming: Incoming, turn: Turn): Outcome => {
  try {
    return run(venue, incoming, turn)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    noteReject(venue, incoming, { refusal: error, turn })
    const { limiter } = venue
    const headers = { ...limiter.weightHeaders(msOf(turn), incoming.address), ...error.headers }
    return { status: error.status, body: errorBody(error), headers, rateLimits: limiter.usage(msOf(turn), incoming.address), later: false }
  }
}
