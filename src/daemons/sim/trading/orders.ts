import { type Money, money } from '../../../lib/base/units.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import type { OrderType, Side, TimeInForce } from '../../../lib/model/order.ts'

/** Status of an order in the venue's words. */
export type VenueStatus = 'NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' | 'EXPIRED'

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
  /** Quote amount of a market order that named one, as sent. */
  readonly quoteOrderQty?: string
}

/** An order at the venue. */
export interface VenueOrder extends OrderWish {
  readonly orderId: number
  readonly createdMs: number
  updatedMs: number
  status: VenueStatus
  filledLots: number
  /** Sum of price x quantity of its fills. */
  quote: Money
  readonly fills: OwnFill[]
}

export const isOpen = (order: VenueOrder): boolean => order.status === 'NEW' || order.status === 'PARTIALLY_FILLED'

export const leftLots = (order: Pick<VenueOrder, 'lots' | 'filledLots'>): number => order.lots - order.filledLots

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
  /** Every order with a fill, oldest first. */
  filled(account: string, symbol: string): VenueOrder[]
}

const ORDER_MAX = 200_000

export const createOrderStore = (): OrderStore => {
  const all = new Map<number, VenueOrder>()
  const open = new Map<number, VenueOrder>()
  const newest = new Map<string, VenueOrder>()
  const keyOf = (account: string, symbol: string, id: string): string => `${account}|${symbol}|${id}`
  const forgetOldest = (): void => {
    for (const [id, order] of all) {
      if (all.size <= ORDER_MAX) return
      if (!isOpen(order)) all.delete(id)
    }
  }
  const store: OrderStore = {
    lastOrderId: 0,
    open: (wish, orderId, atMs) => {
      const order: VenueOrder = { ...wish, orderId, createdMs: atMs, updatedMs: atMs, status: 'NEW', filledLots: 0, quote: money(0n), fills: [] }
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
    filled: (account, symbol) => [...all.values()].filter((order) => order.account === account && order.instrument.symbol === symbol && order.fills.length > 0),
  }
  return store
}
