import { must } from '../../../lib/base/assert.ts'
import { msOf, type Turn } from '../events.ts'
import { anyPrice, type FillSink, type Market } from '../market/market.ts'
import { accountPosition, executionReport, type ReportCause } from '../spot/execution-report.ts'
import type { Limiter } from '../spot/limits.ts'
import { refusals } from '../spot/refusal.ts'
import { type Account, freeOf } from './accounts.ts'
import { baseOf, lockedBy, quoteOf } from './amounts.ts'
import { leftLots, type OrderStore, type OrderWish, type OwnFill, type VenueOrder } from './orders.ts'
import { feeOn, settleAccept, settleEnd, settleFill } from './settlement.ts'
import { acceptFields, accountFields, cancelFields, fillFields, type TruthLog } from './truth.ts'

/** What the desk works with. */
export interface DeskParts {
  readonly accounts: ReadonlyMap<string, Account>
  readonly store: OrderStore
  readonly truth: TruthLog
  readonly limiter: Limiter
  readonly makerFeeBps: number
  readonly takerFeeBps: number
  /** Sends a user event to whoever watches the account. */
  readonly notify: (account: string, event: Readonly<Record<string, unknown>>, turn: Turn) => void
}

/** Takes orders in, fills and ends them; every step goes to the truth log before anybody hears of it. */
export interface Desk {
  /** Last id of executions and of trades that are not public. */
  lastExecutionId: number
  lastTradeId: number
  /** Refused with -2010 when it cannot be accepted. */
  place(wish: OrderWish, market: Market, turn: Turn): VenueOrder
  /** Ends an open order at its client's request. */
  cancel(order: VenueOrder, cancelId: string, at: { readonly market: Market; readonly turn: Turn }): void
  readonly onFill: FillSink
  /** Writes the balances that changed in this step. */
  settleTruth(turn: Turn): void
}

const assertAffordable = (account: Account, wish: OrderWish, market: Market): void => {
  const poor = refusals.rejected('Account has insufficient balance for requested action.')
  const { asset, amount } = lockedBy(wish, wish.lots)
  if (wish.type !== 'market') {
    if (amount > freeOf(account, asset)) throw poor
    return
  }
  const slices = market.preview(wish.side, anyPrice(wish.side), wish.lots)
  const cost = slices.reduce((sum, { ticks, lots }) => sum + quoteOf(wish.instrument, ticks, lots), 0n)
  if (wish.side === 'buy' ? cost > freeOf(account, asset) : baseOf(wish.instrument, wish.lots) > freeOf(account, asset)) throw poor
}

const takes = (wish: OrderWish, market: Market): boolean => {
  const touch = market.touchTicks(wish.side === 'buy' ? 'sell' : 'buy')
  return touch !== null && (wish.side === 'buy' ? wish.ticks >= touch : wish.ticks <= touch)
}

const assertAcceptable = (wish: OrderWish, market: Market, store: OrderStore): void => {
  const twin = store.byClientId(wish.account, wish.instrument.symbol, wish.clientOrderId)
  if (twin !== undefined && store.openOrders(wish.account).includes(twin)) throw refusals.rejected('Duplicate order sent.')
  if (wish.type === 'limitMaker' && takes(wish, market)) throw refusals.rejected('Order would immediately match and take.')
}

const canFillWhole = (order: VenueOrder, market: Market): boolean => {
  const slices = market.preview(order.side, order.type === 'market' ? anyPrice(order.side) : order.ticks, order.lots)
  return slices.reduce((sum, { lots }) => sum + lots, 0) >= order.lots
}

class TradingDesk implements Desk {
  lastExecutionId = 0
  lastTradeId = 0
  readonly #parts: DeskParts

  constructor(parts: DeskParts) {
    this.#parts = parts
  }

  place(wish: OrderWish, market: Market, turn: Turn): VenueOrder {
    const { store, limiter, truth } = this.#parts
    const account = this.#accountOf(wish)
    assertAcceptable(wish, market, store)
    assertAffordable(account, wish, market)
    const order = store.open(wish, store.lastOrderId + 1, msOf(turn))
    settleAccept(account, order)
    limiter.countOrder(order.account, 1, msOf(turn))
    truth.write(turn, 'accept', acceptFields(order))
    this.#report(order, { execution: 'NEW' }, turn)
    if (order.tif !== 'fok' || canFillWhole(order, market)) market.submit(order, turn)
    if (leftLots(order) > 0 && (order.tif !== 'gtc' || order.type === 'market')) {
      this.#end(order, 'EXPIRED', turn)
      this.#report(order, { execution: 'EXPIRED' }, turn)
    }
    return order
  }

  cancel(order: VenueOrder, cancelId: string, { market, turn }: { readonly market: Market; readonly turn: Turn }): void {
    market.withdraw(order, turn)
    this.#end(order, 'CANCELED', turn)
    this.#report(order, { execution: 'CANCELED', cancelId }, turn)
  }

  readonly onFill: FillSink = (order, { ticks, lots, maker, tradeId }, turn) => {
    const { makerFeeBps, takerFeeBps, limiter, store, truth } = this.#parts
    if (tradeId === null) this.lastTradeId += 1
    const terms = feeOn(order, { ticks, lots }, maker ? makerFeeBps : takerFeeBps)
    const fill: OwnFill = { tradeId: tradeId ?? this.lastTradeId, ticks, lots, maker, atMs: msOf(turn), ...terms }
    if (order.fills.length === 0) limiter.countOrder(order.account, -1, msOf(turn))
    settleFill(this.#accountOf(order), order, fill)
    if (order.status === 'FILLED') store.close(order)
    truth.write(turn, 'fill', fillFields(order, fill))
    this.#report(order, { execution: 'TRADE', fill }, turn)
  }

  settleTruth(turn: Turn): void {
    for (const account of this.#parts.accounts.values()) {
      if (account.changed.size === 0) continue
      account.changed.clear()
      this.#parts.truth.write(turn, 'account', accountFields(account))
    }
  }

  #accountOf(order: OrderWish): Account {
    return must(this.#parts.accounts.get(order.account), `account '${order.account}'`)
  }

  #report(order: VenueOrder, cause: Omit<ReportCause, 'executionId' | 'atMs'>, turn: Turn): void {
    const { notify } = this.#parts
    const account = this.#accountOf(order)
    const atMs = msOf(turn)
    this.lastExecutionId += 1
    account.updatedMs = atMs
    notify(order.account, executionReport(order, { ...cause, executionId: this.lastExecutionId, atMs }), turn)
    notify(order.account, accountPosition(account, [order.instrument.baseAsset, order.instrument.quoteAsset], atMs), turn)
  }

  #end(order: VenueOrder, status: 'CANCELED' | 'EXPIRED', turn: Turn): void {
    settleEnd(this.#accountOf(order), order)
    order.status = status
    order.updatedMs = msOf(turn)
    this.#parts.store.close(order)
    this.#parts.truth.write(turn, 'cancel', cancelFields(order))
  }
}

export const createDesk = (parts: DeskParts): Desk => new TradingDesk(parts)
