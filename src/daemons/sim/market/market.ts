import type { Instrument } from '../../../lib/model/instrument.ts'
import type { OrderType, Side, TimeInForce } from '../../../lib/model/order.ts'
import type { Turn } from '../events.ts'
import type { VenueOrder } from '../trading/orders.ts'
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
}

/** What one symbol trades on: a recording with our orders beside it, or an engine with everybody's. */
export interface Market<Order extends MarketOrder = VenueOrder> {
  readonly instrument: Instrument
  /** The public book as of the last diff. */
  readonly replica: Replica
  /** Best price of a side that an order would meet; null when there is none. */
  touchTicks(side: Side): number | null
  /** What a taker of the side would get up to its limit price, best first, at most `maxLots`. */
  preview(side: Side, limitTicks: number, maxLots: number): Slice[]
  /** Fills what it can; only a limit order that is good till canceled rests with what is left. */
  submit(order: Order, turn: Turn): void
  /** Takes a resting order out. */
  withdraw(order: Order, turn: Turn): void
}

/** How a market tells that an order of a client was filled. `tradeId` null: the print is not public and gets an id of its own. */
export type FillSink<Order extends MarketOrder = VenueOrder> = (
  order: Order,
  fill: Slice & { readonly maker: boolean; readonly tradeId: number | null },
  turn: Turn,
) => void

/** The limit price of an order that takes any. */
export const anyPrice = (side: Side): number => (side === 'buy' ? Number.MAX_SAFE_INTEGER : 0)

export const oppositeOf = (side: Side): Side => (side === 'buy' ? 'sell' : 'buy')
