import { must } from '../../../lib/base/assert.ts'
import { msOf, type Turn } from '../events.ts'
import type { FillSink, Market, PreventionSink } from '../market/market.ts'
import { accountPosition, executionReport, type ReportCause } from '../spot/execution-report.ts'
import type { Limiter } from '../spot/limits.ts'
import { assertAcceptable, canBegin, canFillWhole, canPay, expiryOf } from './acceptance.ts'
import { type Account, freeOf } from './accounts.ts'
import { baseOf, lockedBy, paidAsset } from './amounts.ts'
import { costInMarket, paidFor } from './costs.ts'
import type { Fees } from './fees.ts'
import type { OrderList } from './order-list.ts'
import { createOrderLists, type OrderLists } from './order-lists.ts'
import type { OrderTaker } from './order-taker.ts'
import { pend, unpend, wake } from './order-waits.ts'
import { isOpen, leftLots, type OrderStore, type OrderWish, type OwnFill, type VenueOrder } from './orders.ts'
import type { PreventedMatch } from './prevented-match.ts'
import { settleAccept, settleEnd, settleFill, settleRest } from './settlement.ts'
import { isTriggered, type PriceRange } from './stops.ts'
import type { TruthLog } from './truth.ts'
import { truthFields } from './truth-fields.ts'

/** What the desk works with. */
export interface DeskParts {
  readonly accounts: ReadonlyMap<string, Account>
  readonly store: OrderStore
  readonly truth: TruthLog
  readonly limiter: Limiter
  readonly fees: Fees
  /** Sends a user event to whoever watches the account. */
  readonly notify: (account: string, event: Readonly<Record<string, unknown>>, turn: Turn) => void
}

/** Takes orders in, fills and ends them; every step goes to the truth log before anybody hears of it. */
export interface Desk extends OrderTaker {
  /** Last id of executions and of trades that are not public. */
  lastExecutionId: number
  lastTradeId: number
  /** Last id of prevented matches; -1: none yet. */
  lastPreventedId: number
  readonly prevented: readonly PreventedMatch[]
  readonly lists: OrderLists
  /** Refused with -2010 when it could not be accepted. */
  assertAcceptable(wish: OrderWish, market: Market): void
  /** Refused with -2010 when it cannot be accepted. */
  place(wish: OrderWish, market: Market, turn: Turn): VenueOrder
  /** Lowers an open order to so many lots under a new client id; it keeps its place. */
  amend(order: VenueOrder, to: { readonly lots: number; readonly clientOrderId: string }, at: { readonly market: Market; readonly turn: Turn }): void
  /** Watches the market from now on for an order whose condition has not come; leaves others alone. */
  keepWaiting(order: VenueOrder, market: Market): void
  readonly onFill: FillSink
  readonly onPrevented: PreventionSink
  /** Lets conditions come that the trades of this step met, and writes the balances that changed in it. */
  settleTruth(turn: Turn): void
}

type Report = Omit<ReportCause, 'executionId' | 'atMs'>

const PREVENTED_MAX = 50_000

class TradingDesk implements Desk {
  lastExecutionId = 0
  lastTradeId = 0
  lastPreventedId = -1
  readonly prevented: PreventedMatch[] = []
  readonly #parts: DeskParts
  readonly #waiting = new Map<Market, Set<VenueOrder>>()
  readonly lists: OrderLists
  /** What the market order at work has still to pay: it locks nothing. */
  #laterCost = 0n

  constructor(parts: DeskParts) {
    this.#parts = parts
    this.lists = createOrderLists(this, parts.notify)
  }

  assertAcceptable(wish: OrderWish, market: Market): void {
    assertAcceptable(wish, { market, store: this.#parts.store, account: this.#accountOf(wish) })
  }

  place(wish: OrderWish, market: Market, turn: Turn): VenueOrder {
    this.assertAcceptable(wish, market)
    const order = this.accept(wish, false, turn)
    this.begin(order, market, turn)
    return order
  }

  accept(wish: OrderWish, isPending: boolean, turn: Turn): VenueOrder {
    const { store, limiter, truth } = this.#parts
    const order = store.open(wish, store.lastOrderId + 1, msOf(turn))
    if (isPending) pend(order)
    else settleAccept(this.#accountOf(wish), order)
    limiter.countOrder(order.account, 1, msOf(turn))
    truth.write(turn, 'accept', truthFields.accept(order))
    this.#report(order, { execution: 'NEW' }, turn)
    return order
  }

  begin(order: VenueOrder, market: Market, turn: Turn): void {
    if (order.waiting) this.keepWaiting(order, market)
    else this.#work(order, market, turn)
  }

  start(order: VenueOrder, { market, takesAll }: { readonly market: Market; readonly takesAll: boolean }, turn: Turn): void {
    const account = this.#accountOf(order)
    if (takesAll) order.lots = Math.min(order.lots, Number(freeOf(account, order.instrument.baseAsset) / baseOf(order.instrument, 1)))
    const cost = order.lockAtFirst ?? lockedBy(order, order.lots, order.stop !== undefined)
    const isPoor = order.lots < order.instrument.minQtyLots || cost > freeOf(account, paidAsset(order)) || !canBegin(order, { account, market })
    if (isPoor) {
      this.expire(order, { market, reason: 'REJECTED' }, turn)
      return
    }
    unpend(order, msOf(turn))
    settleAccept(account, order)
    this.#parts.truth.write(turn, 'start', truthFields.start(order))
    this.#report(order, { execution: 'NEW' }, turn)
    this.begin(order, market, turn)
  }

  expire(order: VenueOrder, { market, reason }: { readonly market: Market; readonly reason: string }, turn: Turn): void {
    if (!order.waiting) market.withdraw(order, turn)
    this.#expire(order, reason, turn)
  }

  noteList(list: OrderList, turn: Turn): void {
    this.#parts.truth.write(turn, 'list', truthFields.list(list))
  }

  cancel(order: VenueOrder, cancelId: string, { market, turn }: { readonly market: Market; readonly turn: Turn }): void {
    market.withdraw(order, turn)
    this.#end(order, { status: 'CANCELED' }, turn)
    this.#report(order, { execution: 'CANCELED', cancelId }, turn)
    this.lists.moved(order, 'ended', turn)
  }

  amend(order: VenueOrder, to: { readonly lots: number; readonly clientOrderId: string }, at: { readonly market: Market; readonly turn: Turn }): void {
    for (const twin of this.lists.twinsOf(order)) this.#lower(twin, { lots: to.lots, clientOrderId: twin.clientOrderId }, at)
    this.#lower(order, to, at)
  }

  keepWaiting(order: VenueOrder, market: Market): void {
    if (!order.waiting || order.status === 'PENDING_NEW') return
    const waiting = this.#waiting.get(market) ?? new Set()
    if (waiting.size === 0) market.takeRange()
    this.#waiting.set(market, waiting.add(order))
  }

  readonly onFill: FillSink = (order, { ticks, lots, maker, tradeId }, turn) => {
    const { fees, limiter, store, truth } = this.#parts
    if (tradeId === null) this.lastTradeId += 1
    if (order.fills.length === 0) this.lists.moved(order, 'fills', turn)
    if (order.type === 'market') this.#laterCost -= paidFor(order, { ticks, lots })
    const laterCost = order.type === 'market' && this.#laterCost > 0n ? this.#laterCost : 0n
    const fee = fees.on(order, { ticks, lots, maker }, { account: this.#accountOf(order), laterCost })
    const fill: OwnFill = { tradeId: tradeId ?? this.lastTradeId, ticks, lots, maker, atMs: msOf(turn), ...fee }
    if (order.fills.length === 0) limiter.countOrder(order.account, -1, msOf(turn))
    settleFill(this.#accountOf(order), order, fill)
    if (order.status === 'FILLED') store.close(order)
    truth.write(turn, 'fill', truthFields.fill(order, fill))
    this.#report(order, { execution: 'TRADE', fill }, turn)
    if (order.status === 'FILLED') this.lists.moved(order, 'filled', turn)
  }

  readonly onPrevented: PreventionSink = ({ maker, taker }, prevention, turn) => {
    const mode = taker.preventionMode ?? 'NONE'
    const word = mode === 'TRANSFER' && maker.preventionMode !== 'TRANSFER' ? 'DECREMENT' : mode
    this.lastPreventedId += 1
    const id = this.lastPreventedId
    this.prevented.push({ ...prevention, id, symbol: taker.instrument.symbol, account: taker.account, word, atMs: msOf(turn) })
    if (this.prevented.length > PREVENTED_MAX) this.prevented.shift()
    this.#prevent(maker, { id, lots: prevention.makerLots, counter: taker }, turn)
    this.#prevent(taker, { id, lots: prevention.takerLots, counter: maker }, turn)
  }

  settleTruth(turn: Turn): void {
    do {
      for (const [market, waiting] of this.#waiting) if (waiting.size > 0) this.#triggerDue(market, waiting, turn)
    } while (this.lists.beginDue(turn))
    for (const account of this.#parts.accounts.values()) {
      if (account.changed.size === 0) continue
      account.changed.clear()
      this.#parts.truth.write(turn, 'account', truthFields.account(account))
    }
  }

  #lower(order: VenueOrder, to: { readonly lots: number; readonly clientOrderId: string }, at: { readonly market: Market; readonly turn: Turn }): void {
    const { market, turn } = at
    if (!order.waiting) market.reduce(order, order.lots - to.lots, turn)
    const { clientOrderId: formerId, lots: formerLots } = order
    const amendment = { executionId: this.lastExecutionId + 1, formerId, formerLots, ...to, atMs: msOf(turn) }
    order.lots = to.lots
    order.amendments.push(amendment)
    order.updatedMs = amendment.atMs
    this.#parts.store.rename(order, to.clientOrderId)
    if (order.locked > 0n) settleRest(this.#accountOf(order), order)
    this.#parts.truth.write(turn, 'amend', truthFields.amend(order, amendment))
    this.#report(order, { execution: 'REPLACED', formerId }, turn)
  }

  #work(order: VenueOrder, market: Market, turn: Turn): void {
    if (order.type === 'market') this.#laterCost = costInMarket(order, market)
    if (order.tif !== 'fok' || canFillWhole(order, market)) market.submit(order, turn)
    if (isOpen(order) && (order.tif !== 'gtc' || order.type === 'market')) this.#expire(order, expiryOf(order), turn)
  }

  /** A trigger's own trades may meet the next condition, so it looks again until nothing comes. */
  #triggerDue(market: Market, waiting: Set<VenueOrder>, turn: Turn): void {
    for (let range = market.takeRange(); range !== null; range = market.takeRange()) {
      for (const order of [...waiting]) {
        if (order.waiting && !this.#isDue(order, range, turn)) continue
        waiting.delete(order)
        if (order.waiting) this.#trigger(order, market, turn)
      }
    }
  }

  #isDue(order: VenueOrder, range: PriceRange, turn: Turn): boolean {
    const formerTicks = order.trailTicks
    const isDue = isTriggered(order, range)
    if (order.trailTicks === formerTicks) return isDue
    if (order.trailingMs === 0) order.trailingMs = msOf(turn)
    if (!isDue) this.#parts.truth.write(turn, 'trail', truthFields.trail(order))
    return isDue
  }

  #trigger(order: VenueOrder, market: Market, turn: Turn): void {
    const account = this.#accountOf(order)
    this.lists.moved(order, 'triggers', turn)
    wake(order, msOf(turn))
    settleRest(account, order)
    this.#parts.truth.write(turn, 'trigger', truthFields.trigger(order))
    const isRefused = order.type === 'market' && !canPay(account, order, market)
    if (isRefused) this.#expire(order, 'REJECTED', turn)
    else {
      this.#report(order, { execution: 'NEW' }, turn)
      this.#work(order, market, turn)
    }
  }

  #prevent(order: VenueOrder, { id, lots, counter }: { readonly id: number; readonly lots: number; readonly counter: VenueOrder }, turn: Turn): void {
    if (lots === 0) return
    order.preventedLots += lots
    order.preventedMatchId = id
    order.updatedMs = msOf(turn)
    settleRest(this.#accountOf(order), order)
    this.#parts.truth.write(turn, 'prevented', truthFields.prevented(order, lots))
    if (leftLots(order) === 0) this.#end(order, { status: 'EXPIRED_IN_MATCH' }, turn)
    this.#report(order, { execution: 'TRADE_PREVENTION', prevented: { lots, counter } }, turn)
    if (!isOpen(order)) this.lists.moved(order, 'ended', turn)
  }

  #expire(order: VenueOrder, reason: string, turn: Turn): void {
    this.#end(order, { status: 'EXPIRED', reason }, turn)
    this.#report(order, { execution: 'EXPIRED' }, turn)
    this.lists.moved(order, 'ended', turn)
  }

  #accountOf(order: { readonly account: string }): Account {
    return must(this.#parts.accounts.get(order.account), `account '${order.account}'`)
  }

  #report(order: VenueOrder, cause: Report, turn: Turn): void {
    const { notify } = this.#parts
    const account = this.#accountOf(order)
    const atMs = msOf(turn)
    this.lastExecutionId += 1
    account.updatedMs = atMs
    notify(order.account, executionReport(order, { ...cause, executionId: this.lastExecutionId, atMs }), turn)
    const { baseAsset, quoteAsset } = order.instrument
    const moved = new Set([baseAsset, quoteAsset, cause.fill?.feeAsset ?? quoteAsset])
    notify(order.account, accountPosition(account, [...moved], atMs), turn)
  }

  #end(order: VenueOrder, to: { readonly status: 'CANCELED' | 'EXPIRED' | 'EXPIRED_IN_MATCH'; readonly reason?: string }, turn: Turn): void {
    settleEnd(this.#accountOf(order), order)
    order.status = to.status
    order.expiryReason = to.reason ?? ''
    order.waiting = false
    order.updatedMs = msOf(turn)
    this.#parts.store.close(order)
    this.#parts.truth.write(turn, 'cancel', truthFields.cancel(order))
  }
}

export const createDesk = (parts: DeskParts): Desk => new TradingDesk(parts)
