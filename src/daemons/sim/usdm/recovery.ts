import { must } from '../../../lib/base/assert.ts'
import { toMoney } from '../../../lib/base/money.ts'
import { money } from '../../../lib/base/units.ts'
import { priceTicks, qtyLots } from '../../../lib/model/instrument.ts'
import type { OrderType, Side } from '../../../lib/model/order.ts'
import type { Turn } from '../events.ts'
import type { TruthRecord } from '../trading/truth.ts'
import type { Venue } from '../venue.ts'
import { type IncomeType, type MarginType, positionOf, settingOf, type UsdmAccount } from './accounts.ts'
import { algoFrom } from './algo-records.ts'
import type { Futures } from './futures.ts'
import { engineTif } from './order-wish.ts'
import { isOpen, type UsdmOrder, type UsdmTif, type WorkingType } from './orders.ts'
import type { Position, PositionSide } from './positions.ts'
import { settleIncome, settleUsdmFill } from './settlement.ts'
import { USDM } from './truth.ts'

type Fold = (futures: Futures, record: TruthRecord) => void

const text = (record: TruthRecord, name: string): string => String(record[name])
const whole = (record: TruthRecord, name: string): number => Number(record[name] ?? 0)

const accountOf = ({ accounts }: Futures, record: TruthRecord): UsdmAccount =>
  must(accounts.get(text(record, 'account')), `futures account '${text(record, 'account')}' of the truth log`)

const instrumentOf = ({ contracts }: Futures, record: TruthRecord) =>
  must(contracts.get(text(record, 'symbol')), `contract '${text(record, 'symbol')}' of the truth log`).market.instrument

const orderOf = ({ store }: Futures, record: TruthRecord): UsdmOrder =>
  must(store.byId(whole(record, 'orderId')), `futures order ${text(record, 'orderId')} of the truth log`)

const heldBy = (futures: Futures, record: TruthRecord): Position =>
  positionOf(accountOf(futures, record), instrumentOf(futures, record), text(record, 'positionSide') as PositionSide)

const foldAccept: Fold = (futures, record) => {
  const instrument = instrumentOf(futures, record)
  const timeInForce = text(record, 'tif') as UsdmTif
  const ticksIn = (name: string): number => (typeof record[name] === 'string' ? must(priceTicks(instrument, text(record, name)), name) : 0)
  const wish = {
    account: accountOf(futures, record).name,
    instrument,
    clientOrderId: text(record, 'clientOrderId'),
    side: text(record, 'side') as Side,
    type: text(record, 'orderType') as OrderType,
    tif: engineTif(timeInForce),
    timeInForce,
    ticks: ticksIn('price'),
    lots: must(qtyLots(instrument, text(record, 'qty')), 'quantity of an accepted order'),
    positionSide: text(record, 'positionSide') as PositionSide,
    reduceOnly: record['reduceOnly'] === true,
    closePosition: record['closePosition'] === true,
    goodTillMs: whole(record, 'goodTillMs'),
    origType: text(record, 'origType'),
    workingType: text(record, 'workingType') as WorkingType,
    priceProtect: record['priceProtect'] === true,
    priceMatch: 'NONE',
    stopTicks: ticksIn('stopPrice'),
  }
  futures.store.open(wish, whole(record, 'orderId'), whole(record, 'createdMs'))
}

const foldFill: Fold = (futures, record) => {
  const order = orderOf(futures, record)
  settleUsdmFill(accountOf(futures, record), order, {
    tradeId: whole(record, 'tradeId'),
    ticks: must(priceTicks(order.instrument, text(record, 'price')), 'price of a fill'),
    lots: must(qtyLots(order.instrument, text(record, 'qty')), 'quantity of a fill'),
    fee: toMoney(text(record, 'fee')),
    maker: record['liquidity'] === 'maker',
    atMs: whole(record, 'atMs'),
  })
  if (!isOpen(order)) futures.store.close(order)
  futures.desk.lastTradeId = Math.max(futures.desk.lastTradeId, whole(record, 'tradeId'))
}

const foldCancel: Fold = (futures, record) => {
  const order = orderOf(futures, record)
  order.status = text(record, 'cause').toUpperCase() as UsdmOrder['status']
  order.updatedMs = whole(record, 'atMs')
  futures.store.close(order)
}

const foldAmend: Fold = (futures, record) => {
  const order = orderOf(futures, record)
  order.ticks = must(priceTicks(order.instrument, text(record, 'price')), 'price of a modified order')
  order.lots = must(qtyLots(order.instrument, text(record, 'qty')), 'quantity of a modified order')
  order.updatedMs = whole(record, 'atMs')
}

const foldSetting: Fold = (futures, record) => {
  const chosen = { leverage: whole(record, 'leverage'), marginType: text(record, 'marginType') as MarginType }
  Object.assign(settingOf(accountOf(futures, record), text(record, 'symbol')), chosen)
}

const foldMode: Fold = (futures, record) => {
  const account = accountOf(futures, record)
  account.dual = record['dual'] === true
  account.positions.clear()
}

const foldMargin: Fold = (futures, record) => {
  const position = heldBy(futures, record)
  position.isolatedWallet = money(position.isolatedWallet + toMoney(text(record, 'amount')))
}

const foldIncome: Fold = (futures, record) => {
  const income = { type: text(record, 'incomeType') as IncomeType, amount: toMoney(text(record, 'amount')), atMs: whole(record, 'atMs') }
  settleIncome(accountOf(futures, record), heldBy(futures, record), income)
}

const FOLDS: Readonly<Record<string, Fold>> = {
  accept: foldAccept,
  fill: foldFill,
  cancel: foldCancel,
  amend: foldAmend,
  setting: foldSetting,
  mode: foldMode,
  margin: foldMargin,
  income: foldIncome,
  algo: (futures, record) => futures.algos.restore(algoFrom(record, instrumentOf(futures, record))),
}

/** The first record of an account is its opening wallet; every later one only repeats what its orders have done. */
const openings = (records: readonly TruthRecord[]): ReadonlyMap<string, string> => {
  const first = new Map<string, string>()
  for (const record of records) {
    if (record.type !== 'account' || first.has(text(record, 'account'))) continue
    const [balance] = record['balances'] as ReadonlyArray<{ readonly wallet: string }>
    if (balance !== undefined) first.set(text(record, 'account'), balance.wallet)
  }
  return first
}

/** Brings futures accounts, orders and ids back to where the truth log of an earlier run ends; one without an earlier run says what it opens with. */
export const restoreFutures = (futures: Futures, records: readonly TruthRecord[], turn: Turn): void => {
  if (futures.contracts.size === 0) return
  const ours = records.filter(({ product }) => product === USDM)
  const wallets = openings(ours)
  for (const account of futures.accounts.values()) {
    const wallet = wallets.get(account.name)
    if (wallet === undefined) futures.truth.account(account, turn)
    else account.wallet = toMoney(wallet)
  }
  for (const record of ours) FOLDS[record.type]?.(futures, record)
}

/** Puts the open orders of an earlier run back into their markets. */
export const rejoinFutures = ({ futures, usdm }: Venue, turn: Turn): void => {
  for (const order of [...futures.store.working]) {
    const { symbol } = order.instrument
    usdm.recorded.get(symbol)?.rejoin(order)
    // a fill at the restart may have ended the ones after it
    if (isOpen(order)) usdm.synthetic.get(symbol)?.readmit(order, turn)
  }
}
