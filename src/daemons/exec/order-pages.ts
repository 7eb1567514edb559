import { must } from '../../lib/base/assert.ts'
import type { RpcError } from '../../lib/contracts/envelope.ts'
import type { Order, StatusAnswer, StatusRequest } from '../../lib/contracts/exec.ts'
import { intentKey } from './keys.ts'
import { liveEntries, type Registry } from './registry.ts'

type Answer = { readonly ok: true; readonly body: StatusAnswer } | { readonly ok: false; readonly error: RpcError }

/** An order takes at most about 600 bytes: so many fit a frame. */
const PAGE_COUNT = 60

const orderOf = (registry: Registry, id: string): Order => must(registry.entries.get(id), `order '${id}'`).order

const oneOrder = (registry: Registry, id: string | undefined, name: string): Answer => {
  const entry = registry.entries.get(id ?? '')
  if (entry !== undefined) return { ok: true, body: { orders: [entry.order] } }
  return { ok: false, error: { code: 'UNKNOWN_ORDER', category: 'reject', message: `no order '${name}' is known` } }
}

const isWanted = ({ registry, request }: Search, id: string): boolean => {
  const { strategyId, symbol } = orderOf(registry, id)
  const isRight = (request.strategyId ?? strategyId) === strategyId && (request.symbol ?? symbol) === symbol
  return isRight && (request.all === true || registry.live.has(id))
}

interface Search {
  readonly registry: Registry
  readonly request: StatusRequest
}

/** Orders by their birth from `after` on; `nextIndex` is where the page after this one begins. */
const pageFrom = (search: Search, after: number): StatusAnswer => {
  const { births } = search.registry
  const count = Math.min(search.request.limitCount ?? PAGE_COUNT, PAGE_COUNT)
  const orders: Order[] = []
  for (let at = after; at < births.length; at += 1) {
    const id = births[at] ?? ''
    if (!isWanted(search, id)) continue
    if (orders.length === count) return { orders, nextIndex: at }
    orders.push(orderOf(search.registry, id))
  }
  return { orders }
}

/** The newest live orders that fit one answer, for those who know no pages. */
const newest = (search: Search): StatusAnswer => {
  const ids = search.request.all === true ? search.registry.births : liveEntries(search.registry).map(({ order }) => order.clientOrderId)
  const found = ids.filter((id) => isWanted(search, id)).slice(-PAGE_COUNT)
  return { orders: found.map((id) => orderOf(search.registry, id)) }
}

/** Answers `order.status`. */
export const ordersFor = (registry: Registry, request: StatusRequest): Answer => {
  const { clientOrderId, intentId, strategyId, after, limitCount } = request
  if (clientOrderId !== undefined) return oneOrder(registry, clientOrderId, clientOrderId)
  if (intentId !== undefined) return oneOrder(registry, registry.byIntent.get(intentKey(strategyId ?? '', intentId)), intentId)
  const search = { registry, request }
  return { ok: true, body: after === undefined && limitCount === undefined ? newest(search) : pageFrom(search, after ?? 0) }
}
