import type { VenueOrder } from './orders.ts'

/** The condition of an order came: from now on it is in the book. */
export const wake = (order: VenueOrder, atMs: number): void => {
  order.waiting = false
  order.workingMs = atMs
  order.updatedMs = atMs
}

/** An order waits for another one: it is not in the market at all. */
export const pend = (order: VenueOrder): void => {
  order.status = 'PENDING_NEW'
  order.waiting = true
  order.workingMs = -1
}

/** The order that it waited for is filled. */
export const unpend = (order: VenueOrder, atMs: number): void => {
  order.status = 'NEW'
  order.waiting = order.stop !== undefined
  order.workingMs = order.waiting ? -1 : atMs
  order.updatedMs = atMs
}
