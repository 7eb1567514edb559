import { must } from '../../../lib/base/assert.ts'
import { toMoney } from '../../../lib/base/money.ts'
import { priceTicks, qtyLots } from '../../../lib/model/instrument.ts'
import type { OrderType, Side, TimeInForce } from '../../../lib/model/order.ts'
import type { LinePlace } from '../market/line-buffer.ts'
import { marketOf, type Venue } from '../venue.ts'
import { type Account, credit } from './accounts.ts'
import { settleAccept, settleEnd, settleFill } from './settlement.ts'
import type { TruthRecord } from './truth.ts'

/** Counters of a synthetic market as it stood at its last clock record. */
export interface MarketClock {
  readonly updateId: number
  readonly tradeId: number
  readonly midTicks: number
}

/** What an earlier run says of the markets. */
export interface Earlier {
  /** Where its recording stopped. */
  readonly place: LinePlace | null
  readonly clocks: ReadonlyMap<string, MarketClock>
}

const text = (record: TruthRecord, name: string): string => String(record[name])
const whole = (record: TruthRecord, name: string): number => Number(record[name])

/** Last clock records of an earlier run. */
export const earlierOf = (records: readonly TruthRecord[]): Earlier => {
  let place: LinePlace | null = null
  const clocks = new Map<string, MarketClock>()
  for (const record of records) {
    if (record.type !== 'clock') continue
    if ('symbol' in record)
      clocks.set(text(record, 'symbol'), { updateId: whole(record, 'u'), tradeId: whole(record, 'tradeId'), midTicks: whole(record, 'midTicks') })
    else place = { file: text(record, 'file'), line: whole(record, 'line') }
  }
  return { place, clocks }
}

type Fold = (venue: Venue, record: TruthRecord) => void

const accountOf = (venue: Venue, record: TruthRecord): Account =>
  must(venue.accounts.get(text(record, 'account')), `account '${text(record, 'account')}' of the truth log`)

const foldAccept: Fold = (venue, record) => {
  const { instrument } = must(marketOf(venue, text(record, 'symbol')), `market '${text(record, 'symbol')}' of the truth log`)
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
  }
  settleAccept(accountOf(venue, record), venue.store.open(wish, whole(record, 'orderId'), whole(record, 'createdMs')))
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
  order.status = record['cause'] === 'expired' ? 'EXPIRED' : 'CANCELED'
  venue.store.close(order)
}

/** The first record of an account is its opening balance; every later one only repeats what its orders have done. */
const openings = (records: readonly TruthRecord[]): ReadonlyMap<string, TruthRecord> => {
  const first = new Map<string, TruthRecord>()
  for (const record of records) if (record.type === 'account' && !first.has(text(record, 'account'))) first.set(text(record, 'account'), record)
  return first
}

const reopen = (account: Account, record: TruthRecord): void => {
  account.balances.clear()
  for (const { asset, free } of record['balances'] as ReadonlyArray<{ asset: string; free: string }>) credit(account, asset, toMoney(free))
  account.changed.clear()
}

const FOLDS: Readonly<Record<string, Fold>> = { accept: foldAccept, fill: foldFill, cancel: foldCancel }

/** Brings accounts, orders and ids back to where the truth log of an earlier run ends. */
export const restore = (venue: Venue, records: readonly TruthRecord[]): void => {
  for (const [name, record] of openings(records)) {
    const account = venue.accounts.get(name)
    if (account !== undefined) reopen(account, record)
  }
  for (const record of records) FOLDS[record.type]?.(venue, record)
  // every report of the earlier run had a record of its own, so these ids are new
  venue.desk.lastExecutionId = records.length
}
