import type { Order, OrderChanged } from '../contracts/exec.ts'
import type { StreamEvent } from '../contracts/stream.ts'
import { transition } from '../model/order-fsm.ts'
import { ORDER_ROWS, type OrderEvent } from '../model/order-table.ts'
import { execEvents } from './execution.ts'
import type { Checker, Violation } from './violation.ts'

const isOrderEvent = (cause: string): cause is OrderEvent => Object.hasOwn(ORDER_ROWS, cause)

const step = (before: Order | undefined, change: OrderChanged, where: string): Violation[] => {
  const { order, cause } = change
  const broken = (what: string): Violation[] => [{ id: 'O4', what: `order '${order.clientOrderId}': ${what}`, where }]
  if (before === undefined)
    return cause === 'accepted' && order.status === 'NEW_LOCAL' ? [] : broken(`begins with '${cause}' in ${order.status}, not with 'accepted' in NEW_LOCAL`)
  if (!isOrderEvent(cause)) return broken(`'${cause}' is no event of the transition table`)
  const cell = transition(before.status, cause)
  if (!cell.legal) return broken(`'${cause}' is illegal in ${before.status}`)
  const due = cell.next ?? before.status
  return order.status === due ? [] : broken(`'${cause}' leads from ${before.status} to ${due}, not to ${order.status}`)
}

/** O4: every change of an order is one of the transition table, and the stream has no hole. */
export const transitionsAreLegal: Checker = ({ exec }) => {
  const orders = new Map<string, Order>()
  let last = 0
  return execEvents(exec).flatMap(({ event, frame }) => {
    const where = `exec journal, frame ${frame.seq}`
    const hole = event.seq === last + 1 ? [] : [{ id: 'O4' as const, what: `event ${event.seq} where ${last + 1} is due`, where }]
    last = event.seq
    return [...hole, ...changeOf(orders, event, where)]
  })
}

const changeOf = (orders: Map<string, Order>, event: StreamEvent, where: string): Violation[] => {
  if (event.type !== 'order.changed') return []
  const change = event.body as OrderChanged
  const found = step(orders.get(change.order.clientOrderId), change, where)
  orders.set(change.order.clientOrderId, change.order)
  return found
}
