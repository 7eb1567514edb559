/** Side of an order, or of the aggressor of a trade. */
export type Side = 'buy' | 'sell'

/** `limitMaker` is post-only: the venue refuses it when it would take. */
export type OrderType = 'limit' | 'limitMaker' | 'market'

/** Good till canceled, immediate or cancel, fill or kill, good till date. */
export type TimeInForce = 'gtc' | 'ioc' | 'fok' | 'gtd'

/**
 * Status of an order. Live: NEW_LOCAL (journalled intent, not sent), SENT (send durable, no answer), UNKNOWN (answer ambiguous), WORKING, PARTIAL.
 * Terminal: FILLED, CANCELED, EXPIRED, REJECTED (the venue said no), DENIED (we said no, it never left), NOT_RECEIVED (proved never at the venue).
 */
export type OrderStatus = 'NEW_LOCAL' | 'SENT' | 'UNKNOWN' | 'WORKING' | 'PARTIAL' | 'FILLED' | 'CANCELED' | 'EXPIRED' | 'REJECTED' | 'DENIED' | 'NOT_RECEIVED'

/** A request about the order that the venue has not answered yet; independent of the status. */
export type PendingRequest = 'none' | 'cancel' | 'replace'

const LIVE: ReadonlySet<OrderStatus> = new Set(['NEW_LOCAL', 'SENT', 'UNKNOWN', 'WORKING', 'PARTIAL'])
const EXPOSED: ReadonlySet<OrderStatus> = new Set(['SENT', 'UNKNOWN', 'WORKING', 'PARTIAL'])

/** True until the order's fate is final. */
export const isLive = (status: OrderStatus): boolean => LIVE.has(status)

/** True while the order can still move the position: it counts in worst-case exposure. */
export const isExposed = (status: OrderStatus): boolean => EXPOSED.has(status)

/** +1 for buy, -1 for sell. */
export const signOf = (side: Side): 1 | -1 => (side === 'buy' ? 1 : -1)
