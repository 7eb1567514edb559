import type { Market } from '../market/market.ts'
import type { VenueOrder } from './orders.ts'

/** Orders that belong together: a pair of which one trades, and orders that begin when another one is filled. */
export interface OrderList {
  readonly listId: number
  readonly clientListId: string
  readonly account: string
  readonly market: Market
  readonly contingency: 'OCO' | 'OTO'
  readonly orders: readonly VenueOrder[]
  /** The first order of an OTO list; null in an OCO list. */
  readonly working: VenueOrder | null
  /** The other ones: they wait for the first, or they are a pair. */
  readonly others: readonly VenueOrder[]
  /** True when what follows sells all that the first order brought. */
  readonly takesAll: boolean
  isDone: boolean
  atMs: number
}
