import { formatMoney } from '../../../lib/base/money.ts'
import { priceText, qtyText } from '../../../lib/model/instrument.ts'
import type { Account } from './accounts.ts'
import type { OrderList } from './order-list.ts'
import type { Amendment, OwnFill, VenueOrder } from './orders.ts'

/** How every record of an order names it, whatever product it belongs to. */
export const orderNames = (order: Pick<VenueOrder, 'account' | 'instrument' | 'orderId' | 'clientOrderId' | 'side'>) => ({
  account: order.account,
  symbol: order.instrument.symbol,
  orderId: String(order.orderId),
  clientOrderId: order.clientOrderId,
  side: order.side,
})

/** All balances of an account. */
const accountFields = (account: Account) => ({
  account: account.name,
  balances: [...account.balances].map(([asset, { free, locked }]) => ({ asset, free: formatMoney(free), locked: formatMoney(locked) })),
})

const acceptFields = (order: VenueOrder) => ({
  ...orderNames(order),
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
  ...(order.peg === undefined ? {} : { peg: order.peg }),
  ...(order.quoteOrderQty === undefined ? {} : { quoteOrderQty: order.quoteOrderQty }),
})

/** A pending order began; its quantity may be less than what was wished. */
const startFields = (order: VenueOrder) => ({ ...orderNames(order), qty: qtyText(order.instrument, order.lots), atMs: order.updatedMs })

/** Orders that belong together, in the order in which they were accepted. */
const listFields = (list: OrderList) => ({
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
const triggerFields = (order: VenueOrder) => ({ ...orderNames(order), atMs: order.updatedMs })

/** A trailing order saw a better price than before. */
const trailFields = (order: VenueOrder) => ({ ...orderNames(order), best: priceText(order.instrument, order.trailTicks), sinceMs: order.trailingMs })

/** An order was lowered where it stands; `clientOrderId` is the new one. */
const amendFields = (order: VenueOrder, { executionId, formerId, formerLots }: Amendment) => ({
  ...orderNames(order),
  qty: qtyText(order.instrument, order.lots),
  executionId,
  formerId,
  formerQty: qtyText(order.instrument, formerLots),
  atMs: order.updatedMs,
})

/** Self-trade prevention took lots of an order. */
const preventedFields = (order: VenueOrder, lots: number) => ({
  ...orderNames(order),
  matchId: order.preventedMatchId,
  qty: qtyText(order.instrument, lots),
  atMs: order.updatedMs,
})

const fillFields = (order: VenueOrder, fill: OwnFill) => ({
  ...orderNames(order),
  tradeId: String(fill.tradeId),
  price: priceText(order.instrument, fill.ticks),
  qty: qtyText(order.instrument, fill.lots),
  fee: formatMoney(fill.fee),
  feeAsset: fill.feeAsset,
  liquidity: fill.maker ? 'maker' : 'taker',
  atMs: fill.atMs,
})

/** The end of an order that was not filled whole; `cause` is canceled, expired or expired_in_match. */
const cancelFields = (order: VenueOrder) => ({
  ...orderNames(order),
  cause: order.status.toLowerCase(),
  filledQty: qtyText(order.instrument, order.filledLots),
  ...(order.expiryReason === '' ? {} : { reason: order.expiryReason }),
})

/** What each kind of line of the truth log says. */
export const truthFields = {
  account: accountFields,
  accept: acceptFields,
  start: startFields,
  list: listFields,
  trigger: triggerFields,
  trail: trailFields,
  amend: amendFields,
  prevented: preventedFields,
  fill: fillFields,
  cancel: cancelFields,
}
