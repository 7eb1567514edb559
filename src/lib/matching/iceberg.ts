import type { RestingOrder } from './levels.ts'

/** Shows the next part of an iceberg order, behind everybody else at its price. */
export const showNextPart = (order: RestingOrder): void => {
  const { level } = order
  const lots = Math.min(order.partLots, order.hiddenLots)
  order.lots = lots
  order.hiddenLots -= lots
  level.lots += lots
  level.hiddenLots -= lots
  if (order.after === null) return
  if (order.before === null) level.first = order.after
  else order.before.after = order.after
  order.after.before = order.before
  order.before = level.last
  order.after = null
  if (level.last !== null) level.last.after = order
  level.last = order
}
