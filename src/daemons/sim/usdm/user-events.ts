import { formatMoney } from '../../../lib/base/money.ts'
import type { Money } from '../../../lib/base/units.ts'
import { priceText, qtyText } from '../../../lib/model/instrument.ts'
import { settingOf, type UsdmAccount } from './accounts.ts'
import type { UsdmFill, UsdmOrder } from './orders.ts'
import type { Position } from './positions.ts'
import { amountText, averageText, usdmOrderText } from './texts.ts'
import { amountOf, breakEvenPrice, entryPrice, unrealisedAt } from './valuation.ts'

export type Execution = 'NEW' | 'TRADE' | 'CANCELED' | 'EXPIRED' | 'AMENDMENT' | 'CALCULATED'
export type UpdateReason = 'ORDER' | 'FUNDING_FEE' | 'MARGIN_TRANSFER' | 'MARGIN_TYPE_CHANGE' | 'INSURANCE_CLEAR'

/** User event for every change of an order. */
export const orderTradeUpdate = (order: UsdmOrder, at: { readonly execution: Execution; readonly atMs: number; readonly fill?: UsdmFill }) => {
  const { execution, atMs, fill } = at
  const text = usdmOrderText(order)
  return {
    e: 'ORDER_TRADE_UPDATE',
    E: atMs,
    T: atMs,
    o: {
      s: text.symbol,
      c: text.clientOrderId,
      S: text.side,
      o: text.type,
      f: text.timeInForce,
      q: text.origQty,
      p: text.price,
      ap: averageText(order),
      sp: text.stopPrice,
      x: execution,
      X: order.status,
      i: order.orderId,
      l: fill === undefined ? '0' : qtyText(order.instrument, fill.lots),
      z: text.executedQty,
      L: fill === undefined ? '0' : priceText(order.instrument, fill.ticks),
      N: order.instrument.quoteAsset,
      n: fill === undefined ? '0' : formatMoney(fill.fee),
      T: atMs,
      t: fill?.tradeId ?? 0,
      b: '0',
      a: '0',
      m: fill?.maker ?? false,
      R: order.reduceOnly,
      wt: order.workingType,
      ot: order.origType,
      ps: order.positionSide,
      cp: order.closePosition,
      rp: fill === undefined ? '0' : formatMoney(fill.realised),
      pP: order.priceProtect,
      si: 0,
      ss: 0,
      V: 'NONE',
      pm: order.priceMatch,
      gtd: order.goodTillMs,
    },
  }
}

/** The short and fast event of a fill. */
export const tradeLite = (order: UsdmOrder, fill: UsdmFill) => ({
  e: 'TRADE_LITE',
  E: fill.atMs,
  T: fill.atMs,
  s: order.instrument.symbol,
  q: qtyText(order.instrument, order.lots),
  p: order.type === 'market' ? '0' : priceText(order.instrument, order.ticks),
  m: fill.maker,
  c: order.clientOrderId,
  S: order.side.toUpperCase(),
  L: priceText(order.instrument, fill.ticks),
  l: qtyText(order.instrument, fill.lots),
  t: fill.tradeId,
  i: order.orderId,
})

const positionFields = (account: UsdmAccount, position: Position, price: Money) => ({
  s: position.instrument.symbol,
  pa: formatMoney(amountOf(position)),
  ep: amountText(entryPrice(position)),
  bep: amountText(breakEvenPrice(position)),
  cr: amountText(position.realised),
  up: amountText(unrealisedAt(position, price)),
  mt: settingOf(account, position.instrument.symbol).marginType,
  iw: amountText(position.isolatedWallet),
  ps: position.side,
})

const crossWalletOf = ({ wallet, positions }: UsdmAccount): bigint =>
  [...positions.values()].reduce((left, { isolatedWallet }) => left - isolatedWallet, wallet as bigint)

/** User event with what changed in an account. `moved`: change of the balance that is neither profit nor fee. */
export const accountUpdate = (
  account: UsdmAccount,
  positions: ReadonlyArray<{ readonly position: Position; readonly price: Money }>,
  at: { readonly reason: UpdateReason; readonly atMs: number; readonly moved?: Money },
) => ({
  e: 'ACCOUNT_UPDATE',
  E: at.atMs,
  T: at.atMs,
  a: {
    m: at.reason,
    B: [
      {
        a: account.asset,
        wb: amountText(account.wallet),
        cw: amountText(crossWalletOf(account) as Money),
        bc: at.moved === undefined ? '0' : formatMoney(at.moved),
      },
    ],
    P: positions.map(({ position, price }) => positionFields(account, position, price)),
  },
})
