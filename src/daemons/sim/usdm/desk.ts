import { must } from '../../../lib/base/assert.ts'
import { feeOf } from '../../../lib/matching/fees.ts'
import type { Side } from '../../../lib/model/order.ts'
import { msOf, type Turn } from '../events.ts'
import { anyPrice, type FillSink, type Market } from '../market/market.ts'
import type { Limiter } from '../spot/limits.ts'
import { quoteOf } from '../trading/amounts.ts'
import { positionOf, type UsdmAccount } from './accounts.ts'
import { affords, type MarginOrder, type MarkOf } from './margin.ts'
import { isOpen, isTakeover, type UsdmFill, type UsdmOrder, type UsdmStore, type UsdmWish } from './orders.ts'
import type { Position } from './positions.ts'
import { usdmRefusals } from './refusals.ts'
import { settleUsdmFill } from './settlement.ts'
import type { UsdmTruth } from './truth.ts'
import { accountUpdate, type Execution, orderTradeUpdate, tradeLite } from './user-events.ts'

export interface UsdmDeskParts {
  readonly accounts: ReadonlyMap<string, UsdmAccount>
  readonly store: UsdmStore
  readonly truth: UsdmTruth
  readonly limiter: Limiter
  readonly makerFeeBps: number
  readonly takerFeeBps: number
  readonly markOf: MarkOf
  readonly notify: (account: string, event: Readonly<Record<string, unknown>>, turn: Turn) => void
}

/** Where an order goes and when. */
export interface DeskPlace {
  readonly market: Market<UsdmOrder>
  readonly turn: Turn
}

const FEE_DECIMALS = 8

const leftOf = (order: UsdmOrder): number => order.lots - order.filledLots

/** Takes futures orders in, fills and ends them; the truth log hears of every step first. */
export class UsdmDesk {
  /** Last trade id given to a print that was not public. */
  lastTradeId = 0
  readonly #parts: UsdmDeskParts

  constructor(parts: UsdmDeskParts) {
    this.#parts = parts
  }

  /** Refused with -2019, -2022, -4116 or -5022 when it cannot be accepted. */
  place(asked: UsdmWish, at: DeskPlace): UsdmOrder {
    const { store, limiter, truth } = this.#parts
    const wish = this.#reduced(asked)
    this.#assertAcceptable(wish, at.market)
    const order = store.open(wish, store.lastOrderId + 1, msOf(at.turn))
    limiter.countOrder(order.account, 1, msOf(at.turn))
    truth.accepted(order, at.turn)
    this.#report(order, { execution: 'NEW' }, at.turn)
    this.#match(order, at)
    return order
  }

  cancel(order: UsdmOrder, at: DeskPlace, execution: 'CANCELED' | 'EXPIRED' = 'CANCELED'): void {
    at.market.withdraw(order, at.turn)
    this.#end(order, execution, at.turn)
  }

  /** Changes price and quantity; the order loses its place in the queue, unless it is refused with -2019, -2022 or -5027. */
  amend(order: UsdmOrder, to: { readonly ticks: number; readonly lots: number }, at: DeskPlace): void {
    if (to.ticks === order.ticks && to.lots === order.lots) throw usdmRefusals.sameOrder()
    if (order.reduceOnly && to.lots - order.lots > this.#room(order, order)) throw usdmRefusals.reduceOnly()
    if (!order.reduceOnly && !this.#affords({ ...order, ...to }, order)) throw usdmRefusals.margin()
    if (to.lots <= order.filledLots || (order.type === 'limitMaker' && at.market.preview(order, to.ticks, 1).length > 0)) {
      this.cancel(order, at)
      return
    }
    at.market.withdraw(order, at.turn)
    Object.assign(order, to, { updatedMs: msOf(at.turn) })
    this.#parts.truth.amended(order, at.turn)
    this.#report(order, { execution: 'AMENDMENT' }, at.turn)
    this.#match(order, at)
  }

  readonly onFill: FillSink<UsdmOrder> = (order, { ticks, lots, maker, tradeId }, turn) => {
    const { makerFeeBps, takerFeeBps, limiter, store, truth } = this.#parts
    const account = this.#accountOf(order.account)
    if (tradeId === null) this.lastTradeId += 1
    if (order.fills.length === 0) limiter.countOrder(order.account, -1, msOf(turn))
    const fee = feeOf(quoteOf(order.instrument, ticks, lots), maker ? makerFeeBps : takerFeeBps, FEE_DECIMALS)
    const { fill, position } = settleUsdmFill(account, order, { tradeId: tradeId ?? this.lastTradeId, ticks, lots, fee, maker, atMs: msOf(turn) })
    if (order.status === 'FILLED') store.close(order)
    truth.filled(order, { fill, position, account }, turn)
    this.#reportFill(order, { fill, position }, turn)
  }

  /** Lots that one more reduce-only order on a side could close. */
  #room(order: Pick<UsdmWish, 'account' | 'instrument' | 'positionSide' | 'side'>, except?: UsdmOrder): number {
    const position = positionOf(this.#accountOf(order.account), order.instrument, order.positionSide)
    const closing = order.side === 'sell' ? position.lots : -position.lots
    const taken = this.#sameSide(order)
      .filter((other) => other !== except)
      .reduce((sum, other) => sum + leftOf(other), 0)
    return closing - taken - (except === undefined ? 0 : leftOf(except))
  }

  #sameSide({ account, instrument, positionSide, side }: Pick<UsdmWish, 'account' | 'instrument' | 'positionSide' | 'side'>): UsdmOrder[] {
    return this.#parts.store.openOrders(account, instrument.symbol).filter((other) => other.side === side && other.positionSide === positionSide)
  }

  #reduced(wish: UsdmWish): UsdmWish {
    if (!wish.reduceOnly) return wish
    const room = this.#room(wish)
    if (room <= 0) throw usdmRefusals.reduceOnly()
    return { ...wish, lots: Math.min(room, wish.lots) }
  }

  #assertAcceptable(wish: UsdmWish, market: Market<UsdmOrder>): void {
    const { store } = this.#parts
    const twin = store.byClientId(wish.account, wish.instrument.symbol, wish.clientOrderId)
    if (twin !== undefined && isOpen(twin)) throw usdmRefusals.duplicate()
    if (wish.type === 'limitMaker' && market.preview(wish, wish.ticks, 1).length > 0) throw usdmRefusals.postOnly()
    if (wish.reduceOnly) return
    positionOf(this.#accountOf(wish.account), wish.instrument, wish.positionSide)
    const valued = { ...wish, ticks: wish.type === 'market' ? this.#worstTicks(wish, market) : wish.ticks, filledLots: 0 }
    if (!this.#affords(valued)) throw usdmRefusals.margin()
  }

  /** True when its account can carry an order, in place of another one when that is named. */
  #affords(wish: MarginOrder & Pick<UsdmWish, 'account'>, instead?: UsdmOrder): boolean {
    const { store, markOf } = this.#parts
    const open = store.openOrders(wish.account).filter((other) => other !== instead)
    return affords(this.#accountOf(wish.account), { open, wish, markOf })
  }

  #worstTicks(wish: UsdmWish, market: Market<UsdmOrder>): number {
    return market.preview(wish, anyPrice(wish.side), wish.lots).at(-1)?.ticks ?? 0
  }

  #match(order: UsdmOrder, { market, turn }: DeskPlace): void {
    if (!order.reduceOnly) this.#trim(order, { market, turn })
    const limit = order.type === 'market' ? anyPrice(order.side) : order.ticks
    const whole = market.preview(order, limit, leftOf(order)).reduce((sum, { lots }) => sum + lots, 0) >= leftOf(order)
    if (order.tif !== 'fok' || whole) market.submit(order, turn)
    this.#trimAll(order, { market, turn })
    if (leftOf(order) > 0 && isOpen(order) && (order.tif !== 'gtc' || order.type === 'market')) this.#end(order, 'EXPIRED', turn)
  }

  /** Ends reduce-only orders, newest first, until those of the side cannot close more than there is. */
  #trim(like: Pick<UsdmWish, 'account' | 'instrument' | 'positionSide' | 'side'>, at: DeskPlace): void {
    for (const order of this.#sameSide(like).reverse()) {
      if (this.#room(like) >= 0) return
      if (order.reduceOnly) this.cancel(order, at, 'EXPIRED')
    }
  }

  /** After a step of an account: its reduce-only orders of both sides still only reduce. */
  #trimAll(like: UsdmOrder, at: DeskPlace): void {
    for (const side of ['buy', 'sell'] as const satisfies readonly Side[]) this.#trim({ ...like, side }, at)
  }

  #accountOf(name: string): UsdmAccount {
    return must(this.#parts.accounts.get(name), `futures account '${name}'`)
  }

  #report(order: UsdmOrder, cause: { readonly execution: Execution; readonly fill?: UsdmFill }, turn: Turn): void {
    this.#parts.notify(order.account, orderTradeUpdate(order, { ...cause, atMs: msOf(turn) }), turn)
  }

  #reportFill(order: UsdmOrder, { fill, position }: { readonly fill: UsdmFill; readonly position: Position }, turn: Turn): void {
    const { notify, markOf } = this.#parts
    const account = this.#accountOf(order.account)
    const price = markOf(position.instrument.symbol)
    notify(order.account, tradeLite(order, fill), turn)
    notify(order.account, accountUpdate(account, [{ position, price }], { reason: 'ORDER', atMs: fill.atMs }), turn)
    this.#report(order, { execution: isTakeover(order) ? 'CALCULATED' : 'TRADE', fill }, turn)
  }

  #end(order: UsdmOrder, status: 'CANCELED' | 'EXPIRED', turn: Turn): void {
    order.status = status
    order.updatedMs = msOf(turn)
    this.#parts.store.close(order)
    this.#parts.truth.ended(order, turn)
    this.#report(order, { execution: status }, turn)
  }
}
