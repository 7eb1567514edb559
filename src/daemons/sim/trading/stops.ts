import type { Side } from '../../../lib/model/order.ts'

/** What an order waits for. 0: not given. */
export interface StopTerms {
  readonly kind: 'stopLoss' | 'takeProfit'
  readonly ticks: number
  /** Distance from the best price since the order follows it, basis points. */
  readonly trailingBips: number
}

/** Lowest and highest price that traded since the last look. */
export interface PriceRange {
  readonly lowTicks: number
  readonly highTicks: number
}

/** A conditional order that does not stand in the book yet. */
export interface WaitingOrder {
  readonly side: Side
  readonly stop?: StopTerms
  /** Best price since a trailing order follows the market; 0 before. */
  trailTicks: number
}

const BIPS = 10_000

/** True when the condition is a price above the market: a stop to buy, a profit to sell. */
export const triggersAbove = (side: Side, kind: StopTerms['kind']): boolean => (side === 'buy') === (kind === 'stopLoss')

/** True when a price meets the condition of a stop price. */
const meetsStop = (side: Side, { kind, ticks }: StopTerms, range: PriceRange): boolean =>
  triggersAbove(side, kind) ? range.highTicks >= ticks : range.lowTicks <= ticks

/** Follows the price that is good for the order; true when it has turned by the distance. */
const follow = (order: WaitingOrder, bips: number, { lowTicks, highTicks }: PriceRange): boolean => {
  if (order.side === 'buy') {
    order.trailTicks = order.trailTicks === 0 ? lowTicks : Math.min(order.trailTicks, lowTicks)
    return highTicks * BIPS >= order.trailTicks * (BIPS + bips)
  }
  order.trailTicks = Math.max(order.trailTicks, highTicks)
  return lowTicks * BIPS <= order.trailTicks * (BIPS - bips)
}

/** True when the prices trigger the order. A trailing one follows them from its stop price on, or at once without one. */
export const isTriggered = (order: WaitingOrder, range: PriceRange): boolean => {
  const { stop } = order
  if (stop === undefined) return false
  if (stop.trailingBips === 0) return meetsStop(order.side, stop, range)
  const begun = order.trailTicks > 0 || stop.ticks === 0
  if (!begun && !meetsStop(order.side, stop, range)) return false
  if (begun) return follow(order, stop.trailingBips, range)
  order.trailTicks = triggersAbove(order.side, stop.kind) ? range.highTicks : range.lowTicks
  return false
}
