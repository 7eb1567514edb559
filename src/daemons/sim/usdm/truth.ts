import { formatMoney } from '../../../lib/base/money.ts'
import type { Money } from '../../../lib/base/units.ts'
import { priceText, qtyText } from '../../../lib/model/instrument.ts'
import type { Turn } from '../events.ts'
import type { TruthLog } from '../trading/truth.ts'
import { orderNames } from '../trading/truth-fields.ts'
import { type Income, settingOf, type UsdmAccount } from './accounts.ts'
import type { AlgoOrder } from './algo-orders.ts'
import { algoFields } from './algo-records.ts'
import type { UsdmFill, UsdmOrder } from './orders.ts'
import type { Position } from './positions.ts'
import { amountOf, entryPrice } from './valuation.ts'

/** How records of futures name their product. */
export const USDM = 'usdm'

const orderFields = (order: UsdmOrder) => ({ product: USDM, ...orderNames(order) })

/** Says in the truth log what really happened to futures accounts; every record names its product. */
export interface UsdmTruth {
  account(account: UsdmAccount, turn: Turn): void
  accepted(order: UsdmOrder, turn: Turn): void
  rejected(fields: Readonly<Record<string, unknown>>, turn: Turn): void
  filled(order: UsdmOrder, at: { readonly fill: UsdmFill; readonly position: Position; readonly account: UsdmAccount }, turn: Turn): void
  ended(order: UsdmOrder, turn: Turn): void
  amended(order: UsdmOrder, turn: Turn): void
  /** What a position earned or paid without a fill. */
  earned(account: UsdmAccount, at: { readonly position: Position; readonly income: Pick<Income, 'type' | 'amount' | 'atMs'> }, turn: Turn): void
  /** What the account now chooses for a symbol. */
  configured(account: UsdmAccount, symbol: string, turn: Turn): void
  /** Margin that went to an isolated position, or came back from it. */
  moved(account: UsdmAccount, at: { readonly position: Position; readonly amount: Money }, turn: Turn): void
  /** A conditional order as it is from now on. */
  algo(order: AlgoOrder, turn: Turn): void
  /** Hedge mode or not. */
  mode(account: UsdmAccount, turn: Turn): void
}

const acceptFields = (order: UsdmOrder) => ({
  ...orderFields(order),
  orderType: order.type,
  tif: order.timeInForce,
  price: order.type === 'market' ? null : priceText(order.instrument, order.ticks),
  qty: qtyText(order.instrument, order.lots),
  positionSide: order.positionSide,
  reduceOnly: order.reduceOnly,
  closePosition: order.closePosition,
  origType: order.origType,
  workingType: order.workingType,
  priceProtect: order.priceProtect,
  ...(order.goodTillMs === 0 ? {} : { goodTillMs: order.goodTillMs }),
  ...(order.stopTicks === 0 ? {} : { stopPrice: priceText(order.instrument, order.stopTicks) }),
  createdMs: order.createdMs,
})

const positionFields = (account: UsdmAccount, position: Position) => ({
  product: USDM,
  account: account.name,
  symbol: position.instrument.symbol,
  positionSide: position.side,
})

export const createUsdmTruth = (log: TruthLog): UsdmTruth => {
  const account: UsdmTruth['account'] = (holder, turn) =>
    log.write(turn, 'account', { product: USDM, account: holder.name, balances: [{ asset: holder.asset, wallet: formatMoney(holder.wallet) }] })
  return {
    account,
    accepted: (order, turn) => log.write(turn, 'accept', acceptFields(order)),
    rejected: (fields, turn) => log.write(turn, 'reject', { product: USDM, ...fields }),
    filled: (order, { fill, position, account: holder }, turn) => {
      log.write(turn, 'fill', {
        ...orderFields(order),
        tradeId: String(fill.tradeId),
        price: priceText(order.instrument, fill.ticks),
        qty: qtyText(order.instrument, fill.lots),
        fee: formatMoney(fill.fee),
        feeAsset: order.instrument.quoteAsset,
        realised: formatMoney(fill.realised),
        liquidity: fill.maker ? 'maker' : 'taker',
        atMs: fill.atMs,
      })
      log.write(turn, 'position', {
        ...positionFields(holder, position),
        qty: formatMoney(amountOf(position)),
        entry: formatMoney(entryPrice(position)),
        realised: formatMoney(position.realised),
      })
      account(holder, turn)
    },
    ended: (order, turn) =>
      log.write(turn, 'cancel', {
        ...orderFields(order),
        cause: order.status.toLowerCase(),
        filledQty: qtyText(order.instrument, order.filledLots),
        atMs: order.updatedMs,
      }),
    amended: (order, turn) => {
      const [price, qty] = [priceText(order.instrument, order.ticks), qtyText(order.instrument, order.lots)]
      log.write(turn, 'amend', { ...orderFields(order), price, qty, atMs: order.updatedMs })
    },
    earned: (holder, { position, income }, turn) => {
      const { type, amount, atMs } = income
      log.write(turn, 'income', { ...positionFields(holder, position), incomeType: type, amount: formatMoney(amount), atMs })
      account(holder, turn)
    },
    configured: (holder, symbol, turn) => log.write(turn, 'setting', { product: USDM, account: holder.name, symbol, ...settingOf(holder, symbol) }),
    moved: (holder, { position, amount }, turn) => log.write(turn, 'margin', { ...positionFields(holder, position), amount: formatMoney(amount) }),
    algo: (order, turn) => log.write(turn, 'algo', { product: USDM, ...algoFields(order) }),
    mode: (holder, turn) => log.write(turn, 'mode', { product: USDM, account: holder.name, dual: holder.dual }),
  }
}
