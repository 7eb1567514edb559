import type { Turn } from '../events.ts'
import type { Market } from '../market/market.ts'
import type { OrderList } from './order-list.ts'
import type { OrderWish, VenueOrder } from './orders.ts'

/** The steps of an order's life that a list of orders decides about. */
export interface OrderTaker {
  /** Takes an order in without letting it trade yet; a pending one waits for another order and locks nothing. */
  accept(wish: OrderWish, isPending: boolean, turn: Turn): VenueOrder
  /** Lets an accepted order into the market, or watch it. */
  begin(order: VenueOrder, market: Market, turn: Turn): void
  /** Lets a pending order begin, with all that is free when it takes all; it expires when its account cannot pay. */
  start(order: VenueOrder, at: { readonly market: Market; readonly takesAll: boolean }, turn: Turn): void
  expire(order: VenueOrder, at: { readonly market: Market; readonly reason: string }, turn: Turn): void
  noteList(list: OrderList, turn: Turn): void
  /** Ends an open order at its client's request. */
  cancel(order: VenueOrder, cancelId: string, at: { readonly market: Market; readonly turn: Turn }): void
}
