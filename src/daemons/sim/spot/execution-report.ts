import { money } from '../../../lib/base/units.ts'
import type { Account } from '../trading/accounts.ts'
import { quoteOf } from '../trading/amounts.ts'
import { isOpen, type OwnFill, type VenueOrder } from '../trading/orders.ts'
import { orderWords } from './order-texts.ts'
import { venueAmount, venuePrice, venueQty, ZERO_TEXT } from './texts.ts'

const NO_MONEY = money(0n)

/** What an execution report says of the event itself. `cancelId` is set when a client asked for the cancel. */
export interface ReportCause {
  readonly execution: 'NEW' | 'TRADE' | 'CANCELED' | 'EXPIRED' | 'REPLACED' | 'TRADE_PREVENTION'
  readonly executionId: number
  readonly atMs: number
  readonly fill?: OwnFill
  readonly cancelId?: string
  /** Client id before an amend. */
  readonly formerId?: string
  /** Lots that self-trade prevention took, and the other order. */
  readonly prevented?: { readonly lots: number; readonly counter: VenueOrder }
}

const reportedFill = (order: VenueOrder, fill: OwnFill | undefined) => ({
  l: fill === undefined ? ZERO_TEXT : venueQty(order.instrument, fill.lots),
  z: venueQty(order.instrument, order.filledLots),
  L: fill === undefined ? ZERO_TEXT : venuePrice(order.instrument, fill.ticks),
  n: fill === undefined ? '0' : venueAmount(fill.fee),
  N: fill === undefined ? null : fill.feeAsset,
})

/** Fields that only some orders have. */
const conditional = (order: VenueOrder, { prevented }: ReportCause) => ({
  ...(order.stop !== undefined && order.stop.trailingBips > 0 ? { d: order.stop.trailingBips, ...(order.trailingMs > 0 ? { D: order.trailingMs } : {}) } : {}),
  ...(order.strategyId === undefined ? {} : { j: order.strategyId }),
  ...(order.strategyType === undefined ? {} : { J: order.strategyType }),
  ...(order.preventedLots === 0 ? {} : { v: order.preventedMatchId, A: venueQty(order.instrument, order.preventedLots) }),
  ...(prevented === undefined
    ? {}
    : { B: venueQty(order.instrument, prevented.lots), u: -1, U: prevented.counter.orderId, Cs: prevented.counter.instrument.symbol }),
  ...(order.expiryReason === '' ? {} : { eR: order.expiryReason }),
  ...(order.peg === undefined ? {} : { gP: order.peg.priceType, gp: venuePrice(order.instrument, order.ticks) }),
  ...(order.peg === undefined || order.peg.levels === null ? {} : { gOT: 'PRICE_LEVEL', gOV: order.peg.levels }),
})

/** The user event for every change of an order. */
export const executionReport = (order: VenueOrder, cause: ReportCause) => {
  const words = orderWords(order)
  const { fill, cancelId, formerId } = cause
  return {
    e: 'executionReport',
    E: cause.atMs,
    s: order.instrument.symbol,
    c: cancelId ?? order.clientOrderId,
    S: words.side,
    o: words.type,
    f: words.timeInForce,
    q: words.origQty,
    p: words.price,
    P: words.stopPrice,
    F: words.icebergQty,
    g: order.listId ?? -1,
    C: cancelId === undefined ? (formerId ?? '') : order.clientOrderId,
    x: cause.execution,
    X: order.status,
    r: 'NONE',
    i: order.orderId,
    ...reportedFill(order, fill),
    T: cause.atMs,
    t: fill?.tradeId ?? -1,
    I: cause.executionId,
    w: isOpen(order) && !order.waiting && order.type !== 'market',
    m: fill?.maker ?? false,
    M: fill !== undefined,
    O: order.createdMs,
    Z: venueAmount(order.quote),
    Y: venueAmount(fill === undefined ? NO_MONEY : quoteOf(order.instrument, fill.ticks, fill.lots)),
    Q: words.quoteOrderQty,
    ...(order.workingMs < 0 ? {} : { W: order.workingMs }),
    V: words.preventionMode,
    ...conditional(order, cause),
  }
}

/** The user event that tells balances: those of the given assets. */
export const accountPosition = (account: Account, assets: readonly string[], atMs: number) => ({
  e: 'outboundAccountPosition',
  E: atMs,
  u: atMs,
  B: assets.map((asset) => {
    const balance = account.balances.get(asset)
    return { a: asset, f: venueAmount(balance?.free ?? NO_MONEY), l: venueAmount(balance?.locked ?? NO_MONEY) }
  }),
})
