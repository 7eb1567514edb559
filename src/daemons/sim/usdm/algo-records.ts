import { must } from '../../../lib/base/assert.ts'
import { formatMoney, toMoney } from '../../../lib/base/money.ts'
import { type Instrument, priceText, priceTicks, qtyLots, qtyText } from '../../../lib/model/instrument.ts'
import type { OrderType, Side } from '../../../lib/model/order.ts'
import type { TruthRecord } from '../trading/truth.ts'
import type { AlgoOrder, AlgoStatus, AlgoType } from './algo-orders.ts'
import { engineTif } from './order-wish.ts'
import type { UsdmTif, WorkingType } from './orders.ts'
import type { PositionSide } from './positions.ts'

/** All that a conditional order is, as the truth log says it. */
export const algoFields = (order: AlgoOrder) => {
  const { instrument } = order
  const price = (ticks: number): string | null => (ticks === 0 ? null : priceText(instrument, ticks))
  return {
    account: order.account,
    symbol: instrument.symbol,
    algoId: order.algoId,
    clientOrderId: order.clientOrderId,
    side: order.side,
    algoType: order.algoType,
    status: order.status,
    orderType: order.type,
    tif: order.timeInForce,
    triggerPrice: price(order.triggerTicks),
    price: price(order.ticks),
    qty: order.lots === 0 ? null : qtyText(instrument, order.lots),
    activatePrice: price(order.activationTicks),
    callback: order.callback,
    best: order.extreme === null ? null : formatMoney(order.extreme),
    positionSide: order.positionSide,
    reduceOnly: order.reduceOnly,
    closePosition: order.closePosition,
    workingType: order.workingType,
    priceProtect: order.priceProtect,
    goodTillMs: order.goodTillMs,
    orderId: String(order.actualOrderId),
    createdMs: order.createdMs,
    atMs: order.updatedMs,
    triggeredMs: order.triggeredMs,
  }
}

/** The conditional order that a record of the truth log says. */
export const algoFrom = (record: TruthRecord, instrument: Instrument): AlgoOrder => {
  const text = (name: string): string => String(record[name])
  const whole = (name: string): number => Number(record[name])
  const ticks = (name: string): number => (record[name] === null ? 0 : must(priceTicks(instrument, text(name)), name))
  const timeInForce = text('tif') as UsdmTif
  return {
    account: text('account'),
    instrument,
    algoId: whole('algoId'),
    clientOrderId: text('clientOrderId'),
    side: text('side') as Side,
    algoType: text('algoType') as AlgoType,
    status: text('status') as AlgoStatus,
    type: text('orderType') as OrderType,
    timeInForce,
    tif: engineTif(timeInForce),
    triggerTicks: ticks('triggerPrice'),
    ticks: ticks('price'),
    lots: record['qty'] === null ? 0 : must(qtyLots(instrument, text('qty')), 'quantity of a conditional order'),
    activationTicks: ticks('activatePrice'),
    callback: whole('callback'),
    extreme: record['best'] === null ? null : toMoney(text('best')),
    positionSide: text('positionSide') as PositionSide,
    reduceOnly: record['reduceOnly'] === true,
    closePosition: record['closePosition'] === true,
    workingType: text('workingType') as WorkingType,
    priceProtect: record['priceProtect'] === true,
    priceMatch: 'NONE',
    goodTillMs: whole('goodTillMs'),
    actualOrderId: whole('orderId'),
    createdMs: whole('createdMs'),
    updatedMs: whole('atMs'),
    triggeredMs: whole('triggeredMs'),
  }
}
