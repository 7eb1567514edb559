import { formatMoney } from '../../../lib/base/money.ts'
import { priceText, qtyText } from '../../../lib/model/instrument.ts'
import type { Turn } from '../events.ts'
import type { Account } from './accounts.ts'
import type { OrderList } from './order-lists.ts'
import type { OwnFill, VenueOrder } from './orders.ts'

/** One line of the truth log as it was read back. */
export type TruthRecord = Readonly<Record<string, unknown>> & { readonly seq: number; readonly tsUs: number; readonly type: string }

/** Says what really happened at the venue; it is the simulator's journal and the proof's oracle. */
export interface TruthLog {
  readonly count: number
  write(turn: Turn, type: string, fields: Readonly<Record<string, unknown>>): void
}

export const createTruthLog = (lastSeq: number): TruthLog => {
  let seq = lastSeq
  return {
    get count() {
      return seq
    },
    write: (turn, type, fields) => {
      seq += 1
      turn.emit({ type: 'truth', record: { seq, tsUs: turn.nowUs, type, ...fields } })
    },
  }
}

const orderFields = (order: VenueOrder) => ({
  account: order.account,
  symbol: order.instrument.symbol,
  orderId: String(order.orderId),
  clientOrderId: order.clientOrderId,
  side: order.side,
})

/** All balances of an account. */
export const accountFields = (account: Account) => ({
  account: account.name,
  balances: [...account.balances].map(([asset, { free, locked }]) => ({ asset, free: formatMoney(free), locked: formatMoney(locked) })),
})

export const acceptFields = (order: VenueOrder) => ({
  ...orderFields(order),
  orderType: order.type,
  tif: order.tif,
  price: order.type === 'market' ? null : priceText(order.instrument, order.ticks),
  qty: qtyText(order.instrument, order.lots),
  createdMs: order.createdMs,
  ...(order.stop === undefined
    ? {}
    : { stop: { kind: order.stop.kind, price: priceText(order.instrument, order.stop.ticks), trailingBips: order.stop.trailingBips } }),
  ...(order.icebergLots === undefined ? {} : { icebergQty: qtyText(order.instrument, order.icebergLots) }),
  ...(order.preventionMode === undefined ? {} : { preventionMode: order.preventionMode, selfTrade: order.selfTrade }),
  ...(order.strategyId === undefined ? {} : { strategyId: order.strategyId }),
  ...(order.strategyType === undefined ? {} : { strategyType: order.strategyType }),
  ...(order.listId === undefined ? {} : { listId: order.listId }),
  ...(order.lockAtFirst === undefined ? {} : { lockAtFirst: formatMoney(order.lockAtFirst) }),
  ...(order.status === 'PENDING_NEW' ? { pending: true } : {}),
  ...(order.quoteOrderQty === undefined ? {} : { quoteOrderQty: order.quoteOrderQty }),
})

/** A pending order began; its quantity may be less than what was wished. */
export const startFields = (order: VenueOrder) => ({ ...orderFields(order), qty: qtyText(order.instrument, order.lots), atMs: order.updatedMs })

/** Orders that belong together, in the order in which they were accepted. */
export const listFields = (list: OrderList) => ({
  account: list.account,
  symbol: list.market.instrument.symbol,
  listId: list.listId,
  clientListId: list.clientListId,
  contingency: list.contingency,
  orderIds: list.orders.map(({ orderId }) => String(orderId)),
  takesAll: list.takesAll,
  createdMs: list.atMs,
})

/** The condition of an order came. */
export const triggerFields = (order: VenueOrder) => ({ ...orderFields(order), atMs: order.updatedMs })

/** An order was lowered where it stands; `clientOrderId` is the new one. */
export const amendFields = (order: VenueOrder) => ({ ...orderFields(order), qty: qtyText(order.instrument, order.lots), atMs: order.updatedMs })

/** Self-trade prevention took lots of an order. */
export const preventedFields = (order: VenueOrder, lots: number) => ({
  ...orderFields(order),
  matchId: order.preventedMatchId,
  qty: qtyText(order.instrument, lots),
  atMs: order.updatedMs,
})

export const fillFields = (order: VenueOrder, fill: OwnFill) => ({
  ...orderFields(order),
  tradeId: String(fill.tradeId),
  price: priceText(order.instrument, fill.ticks),
  qty: qtyText(order.instrument, fill.lots),
  fee: formatMoney(fill.fee),
  feeAsset: fill.feeAsset,
  liquidity: fill.maker ? 'maker' : 'taker',
  atMs: fill.atMs,
})

/** The end of an order that was not filled whole; `cause` is canceled, expired or expired_in_match. */
export const cancelFields = (order: VenueOrder) => ({
  ...orderFields(order),
  cause: order.status.toLowerCase(),
  filledQty: qtyText(order.instrument, order.filledLots),
  ...(order.expiryReason === '' ? {} : { reason: order.expiryReason }),
})
