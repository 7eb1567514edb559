import type { Prevention } from '../../../lib/matching/engine.ts'
import type { SelfTrade } from '../../../lib/matching/self-trade.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import type { OrderType, Side, TimeInForce } from '../../../lib/model/order.ts'
import type { Turn } from '../events.ts'
import type { VenueOrder } from '../trading/orders.ts'
import type { PriceRange } from '../trading/stops.ts'
import type { Replica, Slice } from './replica.ts'

/** What a market needs to know of an order, whatever product it belongs to. */
export interface MarketOrder {
  readonly orderId: number
  readonly side: Side
  readonly type: OrderType
  readonly tif: TimeInForce
  readonly ticks: number
  readonly lots: number
  readonly filledLots: number
  /** Lots that self-trade prevention took. */
  readonly preventedLots?: number
  /** Whose order it is, and what happens when it would take another one of the same account. */
  readonly account?: string
  readonly selfTrade?: SelfTrade
  /** Most lots that it shows at once. */
  readonly icebergLots?: number
  /** True while it is not in the book: its condition has not come. */
  readonly waiting?: boolean
}

/** Who takes: a side, and whose own orders it would rather expire than meet. */
export type Taker = Pick<MarketOrder, 'side' | 'account' | 'selfTrade'>

/** What one symbol trades on: a recording with our orders beside it, or an engine with everybody's. */
export interface Market<Order extends MarketOrder = VenueOrder> {
  readonly instrument: Instrument
  /** The public book as of the last diff. */
  readonly replica: Replica
  /** True while it takes no orders; missing: never. */
  readonly isClosed?: boolean
  /** Best price of a side that an order would meet; null when there is none. */
  touchTicks(side: Side): number | null
  /** What a taker would get up to its limit price, best first, at most `maxLots`. */
  preview(taker: Taker, limitTicks: number, maxLots: number): Slice[]
  /** Fills what it can; only a limit order that is good till canceled rests with what is left. */
  submit(order: Order, turn: Turn): void
  /** Takes a resting order out. */
  withdraw(order: Order, turn: Turn): void
  /** Lowers a resting order by so many lots; it keeps its place. */
  reduce(order: Order, lots: number, turn: Turn): void
  /** Price of the last trade; null before the first. */
  readonly lastTicks: number | null
  /** Takes the prices of the trades since the last look; null when there was none. */
  takeRange(): PriceRange | null
}

/** How a market tells that two orders of one account did not trade with each other. */
export type PreventionSink<Order extends MarketOrder = VenueOrder> = (
  orders: { readonly maker: Order; readonly taker: Order },
  prevention: Prevention,
  turn: Turn,
) => void

/** How a market tells that an order of a client was filled. `tradeId` null: the print is not public and gets an id of its own. */
export type FillSink<Order extends MarketOrder = VenueOrder> = (
  order: Order,
  fill: Slice & { readonly maker: boolean; readonly tradeId: number | null },
  turn: Turn,
) => void

/** The limit price of an order that takes any. */
export const anyPrice = (side: Side): number => (side === 'buy' ? Number.MAX_SAFE_INTEGER : 0)

export const oppositeOf = (side: Side): Side => (side === 'buy' ? 'sell' : 'buy')
