import type { Side } from '../model/order.ts'

/** An order of ours that rests against a recorded market, which does not know of it. */
export interface QueuedOrder {
  readonly side: Side
  readonly ticks: number
  /** Still to be filled. */
  leftLots: number
  /** Displayed quantity that was there before us and trades first. */
  aheadLots: number
}

/** A public print. */
export interface Print {
  readonly ticks: number
  readonly lots: number
  /** Side of the order that took. */
  readonly aggressor: Side
}

/** True when a price lies beyond the limit, seen from a resting order of the side: lower for a buy. */
const isThrough = (order: QueuedOrder, ticks: number): boolean => (order.side === 'buy' ? ticks < order.ticks : ticks > order.ticks)

const fill = (order: QueuedOrder, lots: number): number => {
  const filled = Math.min(order.leftLots, lots)
  order.leftLots -= filled
  return filled
}

/**
 * What a print fills of a resting order; 0 for most. A trade through the price fills all of it, one at the price from the other side
 * trades first with what is ahead. `usedLots` is what orders of ours ahead at the same price took of this print.
 */
export const fillByPrint = (order: QueuedOrder, print: Print, usedLots = 0): number => {
  if (isThrough(order, print.ticks)) return fill(order, order.leftLots)
  if (print.ticks !== order.ticks || print.aggressor === order.side) return 0
  const excess = print.lots - order.aheadLots
  order.aheadLots = Math.max(0, -excess)
  return excess > 0 ? fill(order, Math.max(0, excess - usedLots)) : 0
}

/** What is filled because the best price of the other side has come to the order: everything or nothing. */
export const fillByTouch = (order: QueuedOrder, oppositeTicks: number): number =>
  oppositeTicks === order.ticks || isThrough(order, oppositeTicks) ? fill(order, order.leftLots) : 0

/** The displayed size at the order's price changed: only trades and a smaller level bring it forward. */
export const resizeQueue = (order: QueuedOrder, displayedLots: number): void => {
  order.aheadLots = Math.min(order.aheadLots, displayedLots)
}
