import { formatScaled } from '../../../lib/base/decimal.ts'
import { divideHalfEven, formatMoney } from '../../../lib/base/money.ts'
import { type Money, money } from '../../../lib/base/units.ts'
import { priceText, qtyText } from '../../../lib/model/instrument.ts'
import { baseOf } from '../trading/amounts.ts'
import type { UsdmFill, UsdmOrder } from './orders.ts'

const PLACES = 8
const CUT = 10n ** 10n

/** An amount with the 8 places that the venue shows. */
export const amountText = (amount: Money): string => {
  const [head = '0', tail = ''] = formatScaled(divideHalfEven(amount, CUT), PLACES).split('.')
  return `${head}.${tail.padEnd(PLACES, '0')}`
}

/** Average price of what was filled. */
export const averageText = (order: UsdmOrder): string =>
  order.filledLots === 0
    ? '0.00'
    : formatMoney(money(divideHalfEven(divideHalfEven(money(order.quote * 10n ** 18n), baseOf(order.instrument, order.filledLots)), CUT) * CUT))

const words = (order: UsdmOrder) => ({
  price: order.type === 'market' ? '0' : priceText(order.instrument, order.ticks),
  type: order.type === 'market' ? 'MARKET' : 'LIMIT',
  side: order.side.toUpperCase(),
})

/** An order as the venue answers it. */
export const usdmOrderText = (order: UsdmOrder) => ({
  orderId: order.orderId,
  symbol: order.instrument.symbol,
  status: order.status,
  clientOrderId: order.clientOrderId,
  ...words(order),
  avgPrice: averageText(order),
  origQty: qtyText(order.instrument, order.lots),
  executedQty: qtyText(order.instrument, order.filledLots),
  cumQty: qtyText(order.instrument, order.filledLots),
  cumQuote: formatMoney(order.quote),
  timeInForce: order.timeInForce,
  reduceOnly: order.reduceOnly,
  closePosition: order.closePosition,
  positionSide: order.positionSide,
  stopPrice: priceText(order.instrument, order.stopTicks),
  workingType: order.workingType,
  priceProtect: order.priceProtect,
  origType: order.origType,
  priceMatch: order.priceMatch,
  selfTradePreventionMode: 'NONE',
  goodTillDate: order.goodTillMs,
  time: order.createdMs,
  updateTime: order.updatedMs,
})

/** One line of the list of own trades. */
export const usdmTradeText = (order: UsdmOrder, fill: UsdmFill) => ({
  symbol: order.instrument.symbol,
  id: fill.tradeId,
  orderId: order.orderId,
  side: order.side.toUpperCase(),
  price: priceText(order.instrument, fill.ticks),
  qty: qtyText(order.instrument, fill.lots),
  realizedPnl: amountText(fill.realised),
  quoteQty: formatMoney(fillQuote(order, fill)),
  commission: amountText(fill.fee),
  commissionAsset: order.instrument.quoteAsset,
  time: fill.atMs,
  positionSide: order.positionSide,
  buyer: order.side === 'buy',
  maker: fill.maker,
})

const fillQuote = ({ instrument }: UsdmOrder, { ticks, lots }: UsdmFill): Money =>
  money(BigInt(ticks * instrument.tickUnits) * BigInt(lots * instrument.lotUnits) * 10n ** BigInt(18 - instrument.priceDecimals - instrument.qtyDecimals))
