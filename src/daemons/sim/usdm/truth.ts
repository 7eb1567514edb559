import { formatMoney } from '../../../lib/base/money.ts'
import { priceText, qtyText } from '../../../lib/model/instrument.ts'
import type { Turn } from '../events.ts'
import type { TruthLog } from '../trading/truth.ts'
import type { UsdmAccount } from './accounts.ts'
import type { UsdmFill, UsdmOrder } from './orders.ts'
import type { Position } from './positions.ts'
import { amountOf, entryPrice } from './valuation.ts'

const PRODUCT = 'usdm'

const orderFields = (order: UsdmOrder) => ({
  product: PRODUCT,
  account: order.account,
  symbol: order.instrument.symbol,
  orderId: String(order.orderId),
  clientOrderId: order.clientOrderId,
  side: order.side,
})

/** Says in the truth log what really happened to futures accounts; every record names its product. */
export interface UsdmTruth {
  account(account: UsdmAccount, turn: Turn): void
  accepted(order: UsdmOrder, turn: Turn): void
  rejected(fields: Readonly<Record<string, unknown>>, turn: Turn): void
  filled(order: UsdmOrder, at: { readonly fill: UsdmFill; readonly position: Position; readonly account: UsdmAccount }, turn: Turn): void
  ended(order: UsdmOrder, turn: Turn): void
}

export const createUsdmTruth = (log: TruthLog): UsdmTruth => {
  const account: UsdmTruth['account'] = (holder, turn) =>
    log.write(turn, 'account', { product: PRODUCT, account: holder.name, balances: [{ asset: holder.asset, wallet: formatMoney(holder.wallet) }] })
  return {
    account,
    accepted: (order, turn) =>
      log.write(turn, 'accept', {
        ...orderFields(order),
        orderType: order.type,
        tif: order.timeInForce,
        price: order.type === 'market' ? null : priceText(order.instrument, order.ticks),
        qty: qtyText(order.instrument, order.lots),
        positionSide: order.positionSide,
        reduceOnly: order.reduceOnly,
        createdMs: order.createdMs,
      }),
    rejected: (fields, turn) => log.write(turn, 'reject', { product: PRODUCT, ...fields }),
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
        product: PRODUCT,
        account: holder.name,
        symbol: order.instrument.symbol,
        positionSide: position.side,
        qty: formatMoney(amountOf(position)),
        entry: formatMoney(entryPrice(position)),
        realised: formatMoney(position.realised),
      })
      account(holder, turn)
    },
    ended: (order, turn) =>
      log.write(turn, 'cancel', { ...orderFields(order), cause: order.status.toLowerCase(), filledQty: qtyText(order.instrument, order.filledLots) }),
  }
}
