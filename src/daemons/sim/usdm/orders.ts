import { type Money, money } from '../../../lib/base/units.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import type { MarketOrder } from '../market/market.ts'
import type { PositionSide } from './positions.ts'

/** Time in force in the venue's words. */
export type UsdmTif = 'GTC' | 'IOC' | 'FOK' | 'GTX' | 'GTD'

/** Price that a trigger watches. */
export type WorkingType = 'MARK_PRICE' | 'CONTRACT_PRICE'

/** One execution of a client's order. */
export interface UsdmFill {
  readonly tradeId: number
  readonly ticks: number
  readonly lots: number
  readonly fee: Money
  readonly realised: Money
  readonly maker: boolean
  readonly atMs: number
}

/** What a client asked for, checked. */
export interface UsdmWish extends Omit<MarketOrder, 'orderId' | 'filledLots' | 'ticks' | 'lots'> {
  readonly account: string
  readonly instrument: Instrument
  readonly clientOrderId: string
  readonly timeInForce: UsdmTif
  readonly positionSide: PositionSide
  readonly reduceOnly: boolean
  readonly closePosition: boolean
  /** End of a GTD order, ms; 0: none. */
  readonly goodTillMs: number
  /** Type under which the order was first sent; another than LIMIT or MARKET when a condition placed it. */
  readonly origType: string
  readonly workingType: WorkingType
  readonly priceProtect: boolean
  readonly priceMatch: string
  /** Trigger that placed it; 0: none. */
  readonly stopTicks: number
  readonly ticks: number
  readonly lots: number
}

const TAKEOVER = 'autoclose-'

/** Client order id of a liquidation. */
export const takeoverId = (atMs: number, side: PositionSide): string => `${TAKEOVER}${atMs}${side}`

/** True for the orders of liquidations. */
export const isTakeover = ({ clientOrderId }: Pick<UsdmWish, 'clientOrderId'>): boolean => clientOrderId.startsWith(TAKEOVER)

export type UsdmStatus = 'NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' | 'EXPIRED'

/** An order at the venue; a modification changes its price and quantity. */
export interface UsdmOrder extends Omit<UsdmWish, 'ticks' | 'lots'> {
  readonly orderId: number
  readonly createdMs: number
  ticks: number
  lots: number
  updatedMs: number
  status: UsdmStatus
  filledLots: number
  /** Sum of price x quantity of its fills. */
  quote: Money
  readonly fills: UsdmFill[]
}

export const isOpen = ({ status }: UsdmOrder): boolean => status === 'NEW' || status === 'PARTIALLY_FILLED'

const ORDER_MAX = 200_000

/** All orders of all clients. */
export class UsdmStore {
  lastOrderId = 0
  readonly #all = new Map<number, UsdmOrder>()
  readonly #open = new Map<number, UsdmOrder>()
  readonly #newest = new Map<string, UsdmOrder>()

  open(wish: UsdmWish, orderId: number, atMs: number): UsdmOrder {
    this.lastOrderId = Math.max(this.lastOrderId, orderId)
    const order: UsdmOrder = {
      ...wish,
      orderId,
      createdMs: atMs,
      updatedMs: atMs,
      status: 'NEW',
      filledLots: 0,
      quote: money(0n),
      fills: [],
    }
    this.#all.set(order.orderId, order)
    this.#open.set(order.orderId, order)
    this.#newest.set(keyOf(order.account, order.instrument.symbol, order.clientOrderId), order)
    if (this.#all.size > ORDER_MAX) this.#forgetOldest()
    return order
  }

  close(order: UsdmOrder): void {
    this.#open.delete(order.orderId)
  }

  byId(orderId: number): UsdmOrder | undefined {
    return this.#all.get(orderId)
  }

  /** The newest order that had this client id. */
  byClientId(account: string, symbol: string, clientOrderId: string): UsdmOrder | undefined {
    return this.#newest.get(keyOf(account, symbol, clientOrderId))
  }

  openOrders(account: string, symbol?: string): UsdmOrder[] {
    return [...this.#open.values()].filter((order) => order.account === account && (symbol === undefined || order.instrument.symbol === symbol))
  }

  /** Every open order, oldest first. */
  get working(): Iterable<UsdmOrder> {
    return this.#open.values()
  }

  allOrders(account: string, symbol: string): UsdmOrder[] {
    return [...this.#all.values()].filter((order) => order.account === account && order.instrument.symbol === symbol)
  }

  #forgetOldest(): void {
    for (const [id, order] of this.#all) {
      if (this.#all.size <= ORDER_MAX) return
      if (isOpen(order)) continue
      this.#all.delete(id)
      const key = keyOf(order.account, order.instrument.symbol, order.clientOrderId)
      if (this.#newest.get(key) === order) this.#newest.delete(key)
    }
  }
}

const keyOf = (account: string, symbol: string, id: string): string => `${account}|${symbol}|${id}`
