import { must } from '../../../lib/base/assert.ts'
import { toMoney } from '../../../lib/base/money.ts'
import { type Instrument, priceTicks, qtyLots } from '../../../lib/model/instrument.ts'
import type { OrderType, Side, TimeInForce } from '../../../lib/model/order.ts'
import { marketOf, type Venue } from '../venue.ts'
import { type Account, credit } from './accounts.ts'
import { pend, unpend, wake } from './order-waits.ts'
import { isOpen, type OrderWish, type VenueOrder } from './orders.ts'
import { settleAccept, settleEnd, settleFill, settleRest } from './settlement.ts'
import type { StopTerms } from './stops.ts'
import { applyTransfer, type TransferKind } from './transfers.ts'
import type { TruthRecord } from './truth.ts'

const text = (record: TruthRecord, name: string): string => String(record[name])
const whole = (record: TruthRecord, name: string): number => Number(record[name])

type Fold = (venue: Venue, record: TruthRecord) => void

const accountOf = (venue: Venue, record: TruthRecord): Account =>
  must(venue.accounts.get(text(record, 'account')), `account '${text(record, 'account')}' of the truth log`)

const extrasOf = (instrument: Instrument, record: TruthRecord): Partial<OrderWish> => {
  const stop = record['stop'] as { kind: StopTerms['kind']; price: string; trailingBips: number } | undefined
  const iceberg = record['icebergQty']
  const kept = ['preventionMode', 'selfTrade', 'strategyId', 'strategyType', 'quoteOrderQty', 'listId', 'peg'].filter((name) => record[name] !== undefined)
  return {
    ...Object.fromEntries(kept.map((name) => [name, record[name]])),
    ...(stop === undefined
      ? {}
      : { stop: { kind: stop.kind, ticks: must(priceTicks(instrument, stop.price), 'stop price'), trailingBips: stop.trailingBips } }),
    ...(record['lockAtFirst'] === undefined ? {} : { lockAtFirst: toMoney(text(record, 'lockAtFirst')) }),
    ...(iceberg === undefined ? {} : { icebergLots: must(qtyLots(instrument, String(iceberg)), 'iceberg quantity') }),
  }
}

const orderOf = (venue: Venue, record: TruthRecord): VenueOrder =>
  must(venue.store.byId(whole(record, 'orderId')), `order ${text(record, 'orderId')} of the truth log`)

const foldTrigger: Fold = (venue, record) => {
  const order = orderOf(venue, record)
  wake(order, whole(record, 'atMs'))
  settleRest(accountOf(venue, record), order)
}

const foldTrail: Fold = (venue, record) => {
  const order = orderOf(venue, record)
  order.trailTicks = must(priceTicks(order.instrument, text(record, 'best')), 'best price of a trailing order')
  order.trailingMs = whole(record, 'sinceMs')
}

const foldStart: Fold = (venue, record) => {
  const order = orderOf(venue, record)
  order.lots = must(qtyLots(order.instrument, text(record, 'qty')), 'quantity of an order that began')
  unpend(order, whole(record, 'atMs'))
  settleAccept(accountOf(venue, record), order)
}

const foldList: Fold = (venue, record) => {
  const orders = (record['orderIds'] as readonly string[]).map((id) => must(venue.store.byId(Number(id)), `order ${id} of a list`))
  const isOto = record['contingency'] === 'OTO'
  venue.desk.lists.restore({
    listId: whole(record, 'listId'),
    clientListId: text(record, 'clientListId'),
    account: text(record, 'account'),
    market: must(marketOf(venue, text(record, 'symbol')), 'market of a list'),
    contingency: isOto ? 'OTO' : 'OCO',
    orders,
    working: isOto ? (orders[0] ?? null) : null,
    others: isOto ? orders.slice(1) : orders,
    takesAll: record['takesAll'] === true,
    isDone: false,
    atMs: whole(record, 'createdMs'),
  })
}

const foldAmend: Fold = (venue, record) => {
  const order = orderOf(venue, record)
  const lots = must(qtyLots(order.instrument, text(record, 'qty')), 'quantity of an amended order')
  order.amendments.push({
    executionId: whole(record, 'executionId'),
    formerId: text(record, 'formerId'),
    clientOrderId: text(record, 'clientOrderId'),
    formerLots: order.lots,
    lots,
    atMs: whole(record, 'atMs'),
  })
  order.lots = lots
  venue.store.rename(order, text(record, 'clientOrderId'))
  if (order.locked > 0n) settleRest(accountOf(venue, record), order)
}

const foldPrevented: Fold = (venue, record) => {
  const order = orderOf(venue, record)
  order.preventedLots += must(qtyLots(order.instrument, text(record, 'qty')), 'prevented quantity')
  order.preventedMatchId = whole(record, 'matchId')
  venue.desk.lastPreventedId = Math.max(venue.desk.lastPreventedId, order.preventedMatchId)
  settleRest(accountOf(venue, record), order)
}

const foldAccept: Fold = (venue, record) => {
  const market = must(marketOf(venue, text(record, 'symbol')), `market '${text(record, 'symbol')}' of the truth log`)
  const { instrument } = market
  const type = text(record, 'orderType') as OrderType
  const wish = {
    account: text(record, 'account'),
    instrument,
    clientOrderId: text(record, 'clientOrderId'),
    side: text(record, 'side') as Side,
    type,
    tif: text(record, 'tif') as TimeInForce,
    ticks: type === 'market' ? 0 : must(priceTicks(instrument, text(record, 'price')), 'price of an accepted order'),
    lots: must(qtyLots(instrument, text(record, 'qty')), 'quantity of an accepted order'),
    ...extrasOf(instrument, record),
  }
  const order = venue.store.open(wish, whole(record, 'orderId'), whole(record, 'createdMs'))
  if (record['pending'] === true) {
    pend(order)
    return
  }
  settleAccept(accountOf(venue, record), order)
}

const foldFill: Fold = (venue, record) => {
  const order = must(venue.store.byId(whole(record, 'orderId')), `order ${text(record, 'orderId')} of the truth log`)
  const { instrument } = order
  settleFill(accountOf(venue, record), order, {
    tradeId: whole(record, 'tradeId'),
    ticks: must(priceTicks(instrument, text(record, 'price')), 'price of a fill'),
    lots: must(qtyLots(instrument, text(record, 'qty')), 'quantity of a fill'),
    fee: toMoney(text(record, 'fee')),
    feeAsset: text(record, 'feeAsset'),
    maker: record['liquidity'] === 'maker',
    atMs: whole(record, 'atMs'),
  })
  if (order.status === 'FILLED') venue.store.close(order)
  venue.desk.lastTradeId = Math.max(venue.desk.lastTradeId, whole(record, 'tradeId'))
}

const foldCancel: Fold = (venue, record) => {
  const order = must(venue.store.byId(whole(record, 'orderId')), `order ${text(record, 'orderId')} of the truth log`)
  settleEnd(accountOf(venue, record), order)
  order.status = text(record, 'cause').toUpperCase() as VenueOrder['status']
  order.expiryReason = String(record['reason'] ?? '')
  order.waiting = false
  venue.store.close(order)
}

/** The first record of an account is its opening balance; every later one only repeats what its orders have done. */
const openings = (records: readonly TruthRecord[]): ReadonlyMap<string, TruthRecord> => {
  const first = new Map<string, TruthRecord>()
  for (const record of records)
    if (record.type === 'account' && record['product'] !== 'usdm' && !first.has(text(record, 'account'))) first.set(text(record, 'account'), record)
  return first
}

const reopen = (account: Account, record: TruthRecord): void => {
  account.balances.clear()
  for (const { asset, free } of record['balances'] as ReadonlyArray<{ asset: string; free: string }>) credit(account, asset, toMoney(free))
  account.changed.clear()
}

const foldTransfer: Fold = (venue, record) =>
  applyTransfer(accountOf(venue, record), { kind: record['kind'] as TransferKind, asset: text(record, 'asset'), amount: toMoney(text(record, 'amount')) })

const FOLDS: Readonly<Record<string, Fold>> = {
  accept: foldAccept,
  fill: foldFill,
  cancel: foldCancel,
  trigger: foldTrigger,
  trail: foldTrail,
  amend: foldAmend,
  prevented: foldPrevented,
  start: foldStart,
  list: foldList,
  transfer: foldTransfer,
}

/** Brings accounts, orders and ids back to where the truth log of an earlier run ends. */
export const restore = (venue: Venue, records: readonly TruthRecord[]): void => {
  for (const [name, record] of openings(records)) {
    const account = venue.accounts.get(name)
    if (account !== undefined) reopen(account, record)
  }
  for (const record of records) if (record['product'] !== 'usdm') FOLDS[record.type]?.(venue, record)
  for (const list of venue.desk.lists.all) list.isDone = !list.orders.some(isOpen)
  // every report of the earlier run had a record of its own, so these ids are new
  venue.desk.lastExecutionId = records.length
}
