import type { Money } from '../../../lib/base/units.ts'
import { msOf, type Turn } from '../events.ts'
import type { Market } from '../market/market.ts'
import { Refusal } from '../spot/refusal.ts'
import { positionOf, type UsdmAccount } from './accounts.ts'
import { type AlgoOrder, type AlgoWish, isTriggered } from './algo-orders.ts'
import { algoUpdate } from './algo-texts.ts'
import type { UsdmDesk } from './desk.ts'
import type { UsdmOrder, UsdmWish } from './orders.ts'
import type { UsdmTruth } from './truth.ts'

/** What conditional orders need of the rest. */
export interface AlgoParts {
  readonly desk: UsdmDesk
  readonly accountOf: (name: string) => UsdmAccount
  readonly marketOf: (symbol: string) => Market<UsdmOrder>
  readonly priceOf: (symbol: string, workingType: string) => Money
  readonly truth: Pick<UsdmTruth, 'algo'>
  readonly notify: (account: string, event: Readonly<Record<string, unknown>>, turn: Turn) => void
}

const ORDER_MAX = 20_000

/** Keeps conditional orders until their price comes, then hands them to the desk. */
export class AlgoDesk {
  readonly #parts: AlgoParts
  readonly #all = new Map<number, AlgoOrder>()
  #lastId = 0

  constructor(parts: AlgoParts) {
    this.#parts = parts
  }

  get nextId(): number {
    return this.#lastId + 1
  }

  place(wish: AlgoWish, turn: Turn): AlgoOrder {
    this.#lastId += 1
    const atMs = msOf(turn)
    const order: AlgoOrder = { ...wish, algoId: this.#lastId, createdMs: atMs, updatedMs: atMs, triggeredMs: 0, status: 'NEW', actualOrderId: 0, extreme: null }
    this.#all.set(order.algoId, order)
    this.#forget()
    this.#tell(order, turn)
    return order
  }

  cancel(order: AlgoOrder, turn: Turn): void {
    this.#become(order, 'CANCELED', turn)
  }

  byId(algoId: number): AlgoOrder | undefined {
    return this.#all.get(algoId)
  }

  byClientId(account: string, clientId: string): AlgoOrder | undefined {
    return [...this.#all.values()].findLast((order) => order.account === account && order.clientOrderId === clientId)
  }

  of(account: string, symbol?: string): AlgoOrder[] {
    return [...this.#all.values()].filter((order) => order.account === account && (symbol === undefined || order.instrument.symbol === symbol))
  }

  waiting(account: string, symbol?: string): AlgoOrder[] {
    return this.of(account, symbol).filter(({ status }) => status === 'NEW')
  }

  /** Fires what the prices of now have come to, and follows those that were placed. */
  look(turn: Turn): void {
    for (const order of this.#all.values()) {
      if (order.status !== 'NEW') continue
      if (order.goodTillMs > 0 && msOf(turn) >= order.goodTillMs) this.#become(order, 'EXPIRED', turn)
      else if (this.#isTriggered(order, turn)) this.#fire(order, turn)
    }
  }

  /** Puts back what an earlier run says of an order. */
  restore(order: AlgoOrder): void {
    this.#lastId = Math.max(this.#lastId, order.algoId)
    this.#all.set(order.algoId, order)
    this.#forget()
  }

  #isTriggered(order: AlgoOrder, turn: Turn): boolean {
    const best = order.extreme
    const triggered = isTriggered(order, this.#parts.priceOf(order.instrument.symbol, order.workingType))
    if (order.extreme !== best) this.#parts.truth.algo(order, turn)
    return triggered
  }

  #fire(order: AlgoOrder, turn: Turn): void {
    order.triggeredMs = msOf(turn)
    this.#become(order, 'TRIGGERING', turn)
    try {
      const placed = this.#parts.desk.place(this.#wishOf(order), { market: this.#parts.marketOf(order.instrument.symbol), turn })
      order.actualOrderId = placed.orderId
      this.#become(order, 'TRIGGERED', turn)
      this.#become(order, 'FINISHED', turn)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      order.status = 'REJECTED'
      order.updatedMs = msOf(turn)
      this.#tell(order, turn, error.message)
      const or = { s: order.instrument.symbol, i: order.algoId, r: error.message }
      this.#parts.notify(order.account, { e: 'CONDITIONAL_ORDER_TRIGGER_REJECT', E: msOf(turn), T: msOf(turn), or }, turn)
    }
  }

  #wishOf(order: AlgoOrder): UsdmWish {
    const position = positionOf(this.#parts.accountOf(order.account), order.instrument, order.positionSide)
    const lots = order.closePosition ? Math.max(1, Math.abs(position.lots)) : order.lots
    const { algoType, triggerTicks, algoId, createdMs, updatedMs, triggeredMs, status, actualOrderId, extreme, activationTicks, callback, ...terms } = order
    return { ...terms, reduceOnly: order.reduceOnly || order.closePosition, origType: algoType, stopTicks: triggerTicks, lots }
  }

  #become(order: AlgoOrder, status: AlgoOrder['status'], turn: Turn): void {
    order.status = status
    order.updatedMs = msOf(turn)
    this.#tell(order, turn)
  }

  #tell(order: AlgoOrder, turn: Turn, reason = ''): void {
    this.#parts.truth.algo(order, turn)
    this.#parts.notify(order.account, algoUpdate(order, msOf(turn), reason), turn)
  }

  #forget(): void {
    for (const [id, { status }] of this.#all) {
      if (this.#all.size <= ORDER_MAX) return
      if (status !== 'NEW') this.#all.delete(id)
    }
  }
}
