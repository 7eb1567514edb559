import { type Money, money } from '../../../lib/base/units.ts'
import type { SelfTrade } from '../../../lib/matching/self-trade.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import type { OrderType, Side, TimeInForce } from '../../../lib/model/order.ts'
import type { StopTerms } from './stops.ts'

/** Status of an order in the venue's words. */
export type VenueStatus = 'NEW' | 'PENDING_NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' | 'EXPIRED' | 'EXPIRED_IN_MATCH'

/** One execution of a client's order. */
export interface OwnFill {
  readonly tradeId: number
  readonly ticks: number
  readonly lots: number
  readonly fee: Money
  readonly feeAsset: string
  readonly maker: boolean
  readonly atMs: number
}

/** One lowering of an order where it stands. */
export interface Amendment {
  readonly executionId: number
  readonly formerId: string
  readonly clientOrderId: string
  readonly formerLots: number
  readonly lots: number
  readonly atMs: number
}

/** What the price of an order was taken from when it came. */
export interface Peg {
  readonly priceType: 'PRIMARY_PEG' | 'MARKET_PEG'
  /** Levels deeper into the book; null: none were asked for. */
  readonly levels: number | null
}

/** What a client asked for, checked. `ticks` is 0 for a market order. */
export interface OrderWish {
  readonly account: string
  readonly instrument: Instrument
  readonly clientOrderId: string
  readonly side: Side
  readonly type: OrderType
  readonly tif: TimeInForce
  readonly ticks: number
  readonly lots: number
  /** Quote amount of a market order that named one, as the venue writes it. */
  readonly quoteOrderQty?: string
  /** What a conditional order waits for; `type` is what it becomes. */
  readonly stop?: StopTerms
  readonly icebergLots?: number
  readonly strategyId?: number
  readonly strategyType?: number
  /** The venue's word for the mode of self-trade prevention, and what the engine does by it. */
  readonly preventionMode?: string
  readonly selfTrade?: SelfTrade
  /** List that the order belongs to. */
  readonly listId?: number
  readonly peg?: Peg
  /** What it locks at first when that is not its own cost, which is so in a pair of which one trades. */
  readonly lockAtFirst?: Money
}

/** An order at the venue. */
export interface VenueOrder extends Omit<OrderWish, 'lots' | 'clientOrderId'> {
  readonly orderId: number
  clientOrderId: string
  lots: number
  readonly createdMs: number
  updatedMs: number
  status: VenueStatus
  filledLots: number
  /** Sum of price x quantity of its fills. */
  quote: Money
  readonly fills: OwnFill[]
  /** What it keeps locked, of the asset that it gives away. */
  locked: Money
  preventedLots: number
  /** Last match that was prevented; -1: none. */
  preventedMatchId: number
  /** True while its condition has not come. */
  waiting: boolean
  trailTicks: number
  /** When a trailing order began to follow; 0: not yet. */
  trailingMs: number
  /** Since when it is in the book; -1: not yet. */
  workingMs: number
  expiryReason: string
  readonly amendments: Amendment[]
}

export const isOpen = (order: VenueOrder): boolean => order.status === 'NEW' || order.status === 'PARTIALLY_FILLED' || order.status === 'PENDING_NEW'

export const leftLots = ({
  lots,
  filledLots,
  preventedLots = 0,
}: {
  readonly lots: number
  readonly filledLots: number
  readonly preventedLots?: number
}): number => lots - filledLots - preventedLots

/** All orders of all clients. */
export interface OrderStore {
  /** Last order id given out. */
  lastOrderId: number
  open(wish: OrderWish, orderId: number, atMs: number): VenueOrder
  /** Takes an order out of the open ones. */
  close(order: VenueOrder): void
  byId(orderId: number): VenueOrder | undefined
  /** The open order with this client id, else the newest one that had it. */
  byClientId(account: string, symbol: string, clientOrderId: string): VenueOrder | undefined
  openOrders(account: string, symbol?: string): VenueOrder[]
  /** Every order that is still known, oldest first. */
  orders(account: string, symbol: string): VenueOrder[]
  /** Gives an open order another client id. */
  rename(order: VenueOrder, clientOrderId: string): void
  /** Every order with a fill, oldest first. */
  filled(account: string, symbol: string): VenueOrder[]
}

const ORDER_MAX = 200_000

const newOrder = (wish: OrderWish, orderId: number, atMs: number): VenueOrder => ({
  ...wish,
  orderId,
  createdMs: atMs,
  updatedMs: atMs,
  status: 'NEW',
  filledLots: 0,
  quote: money(0n),
  fills: [],
  locked: money(0n),
  preventedLots: 0,
  preventedMatchId: -1,
  waiting: wish.stop !== undefined,
  trailTicks: 0,
  trailingMs: 0,
  workingMs: wish.stop === undefined ? atMs : -1,
  expiryReason: '',
  amendments: [],
})

export const createOrderStore = (): OrderStore => {
  const all = new Map<number, VenueOrder>()
  const open = new Map<number, VenueOrder>()
  const newest = new Map<string, VenueOrder>()
  const keyOf = (account: string, symbol: string, id: string): string => `${account}|${symbol}|${id}`
  const forgetOldest = (): void => {
    for (const [id, order] of all) {
      if (all.size <= ORDER_MAX) return
      if (isOpen(order)) continue
      all.delete(id)
      const key = keyOf(order.account, order.instrument.symbol, order.clientOrderId)
      if (newest.get(key) === order) newest.delete(key)
    }
  }
  const store: OrderStore = {
    lastOrderId: 0,
    open: (wish, orderId, atMs) => {
      const order = newOrder(wish, orderId, atMs)
      all.set(orderId, order)
      open.set(orderId, order)
      newest.set(keyOf(wish.account, wish.instrument.symbol, wish.clientOrderId), order)
      store.lastOrderId = Math.max(store.lastOrderId, orderId)
      if (all.size > ORDER_MAX) forgetOldest()
      return order
    },
    close: (order) => {
      open.delete(order.orderId)
    },
    byId: (orderId) => all.get(orderId),
    byClientId: (account, symbol, id) => newest.get(keyOf(account, symbol, id)),
    openOrders: (account, symbol) =>
      [...open.values()].filter((order) => order.account === account && (symbol === undefined || order.instrument.symbol === symbol)),
    orders: (account, symbol) => [...all.values()].filter((order) => order.account === account && order.instrument.symbol === symbol),
    rename: (order, clientOrderId) => {
      newest.delete(keyOf(order.account, order.instrument.symbol, order.clientOrderId))
      order.clientOrderId = clientOrderId
      newest.set(keyOf(order.account, order.instrument.symbol, clientOrderId), order)
    },
    filled: (account, symbol) => [...all.values()].filter((order) => order.account === account && order.instrument.symbol === symbol && order.fills.length > 0),
  }
  return store
}
