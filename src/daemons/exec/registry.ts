import { strategyTag } from '../../lib/base/ids.ts'
import type { Money } from '../../lib/base/units.ts'
import type { Order } from '../../lib/contracts/exec.ts'
import type { HaltLevel } from '../../lib/contracts/risk.ts'
import type { StreamEvent } from '../../lib/contracts/stream.ts'
import type { OrderStatus } from '../../lib/model/order.ts'
import type { OrderDetail } from './events.ts'
import type { CallGroup } from './limits/breaker.ts'

/** When a request for the order left, and until when the venue may still execute it. */
export interface Sent {
  readonly serverMs: number
  readonly deadServerMs: number
  readonly atUs: number
}

/** One order with what recovery needs; replaced as a whole, never changed in place. */
export interface Entry {
  readonly order: Order
  readonly detail: OrderDetail
  readonly correlationId: string
  readonly sent: Sent | null
}

/** Everything that the journal's records amount to. It changes only in fold.ts. */
export interface Registry {
  readonly entries: Map<string, Entry>
  /** Client order ids of orders whose fate is open. */
  readonly live: Set<string>
  /** Client order ids of ended orders whose fills are not all known. */
  readonly unsettled: Set<string>
  readonly byVenueId: Map<string, string>
  readonly byIntent: Map<string, string>
  /** Latest order of each body, to catch the same order sent twice. */
  readonly byTerms: Map<string, string>
  /** Fill keys with what they said. */
  readonly fills: Map<string, string>
  /** Own orders by status; foreign and adopted ones are not counted. */
  readonly tally: Map<OrderStatus, number>
  readonly events: StreamEvent[]
  /** Client order ids by their birth; an order's number is its position from 1. */
  readonly births: string[]
  /** Own orders denied, by the first word of the reason. */
  readonly denials: Map<string, number>
  /** Fills by what they were to the book. */
  readonly liquidity: Map<string, number>
  /** Breakers that an operator holds. */
  readonly held: Map<CallGroup, 'forcedOpen' | 'disabled'>
  /** Halt level by scope: `*`, `strategy:ID`, `symbol:NAME`. */
  readonly halts: Map<string, HaltLevel>
  /** Highest trade id by symbol below which every fill of ours is known. */
  readonly watermarks: Map<string, number>
  /** Signed own fills by symbol. */
  readonly net: Map<string, Money>
  riskSeq: number
  /** End of the venue's last ban, by its clock in microseconds; 0 for none. */
  bannedUntilUs: number
  intentsCount: number
  sentCount: number
  fillsCount: number
  /** True once the venue was agreed with in this journal. */
  opened: boolean
}

/** The strategy of orders that somebody else placed on the account. */
export const EXTERNAL = 'EXTERNAL'

export const createRegistry = (): Registry => ({
  entries: new Map(),
  live: new Set(),
  unsettled: new Set(),
  byVenueId: new Map(),
  byIntent: new Map(),
  byTerms: new Map(),
  fills: new Map(),
  tally: new Map(),
  events: [],
  births: [],
  denials: new Map(),
  liquidity: new Map(),
  held: new Map(),
  halts: new Map(),
  watermarks: new Map(),
  net: new Map(),
  riskSeq: 0,
  bannedUntilUs: 0,
  intentsCount: 0,
  sentCount: 0,
  fillsCount: 0,
  opened: false,
})

/** True for an order that began as an intent here, and not at the venue. */
export const isOwn = (entry: Entry): boolean => entry.detail.bodyHash !== ''

/** The strategy that a tag in a client order id belongs to; the tag itself when none is known. */
export const strategyOfTag = (registry: Registry, tag: string): string => {
  for (const { order } of registry.entries.values()) if (strategyTag(order.strategyId) === tag) return order.strategyId
  return tag
}

/** Live orders, oldest first. */
export const liveEntries = (registry: Registry): Entry[] => [...registry.live].flatMap((id) => registry.entries.get(id) ?? [])
