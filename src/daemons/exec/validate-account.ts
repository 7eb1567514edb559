import { formatMoney, toMoney } from '../../lib/base/money.ts'
import { absolute, type Money, money, zeroMoney } from '../../lib/base/units.ts'
import type { Order } from '../../lib/contracts/exec.ts'
import { isLive, signOf } from '../../lib/model/order.ts'
import { isConditional, matchedType } from '../../lib/model/order-terms.ts'
import { amountOf, type Check, failed, unchecked } from './checking.ts'
import { termsKey } from './keys.ts'
import { liveEntries, type Registry } from './registry.ts'

/** Orders of the account on the same instrument whose fate is open, those that did not leave yet among them. */
const openOrders = (registry: Registry, symbol: string): readonly Order[] =>
  liveEntries(registry)
    .map(({ order }) => order)
    .filter((order) => order.symbol === symbol)

const restOf = ({ qty, filledQty }: Order): bigint => {
  const rest = toMoney(qty) - toMoney(filledQty)
  return rest > 0n ? rest : 0n
}

const sumOf = (orders: readonly Order[]): bigint => orders.reduce((sum, order) => sum + restOf(order), 0n)

const isFull = (orders: readonly Order[], most: number | undefined): boolean => most !== undefined && orders.length + 1 > most

const checkCounts: Check = (order, { rules }, { registry }) => {
  const open = openOrders(registry, order.symbol)
  const isIceberg = ({ icebergQty }: Order): boolean => icebergQty !== undefined
  const conditional = open.filter(({ type }) => isConditional(type))
  return [
    ...failed(isFull(open, rules?.maxOrdersCount), 'OPEN_ORDERS_MAX'),
    ...failed(isConditional(order.type) && isFull(conditional, rules?.maxConditionalCount), 'OPEN_ORDERS_MAX', { field: 'type' }),
    ...failed(isIceberg(order) && isFull(open.filter(isIceberg), rules?.maxIcebergCount), 'OPEN_ORDERS_MAX', { field: 'icebergQty' }),
  ]
}

/** free + locked + open buys + this one <= most; only buying is bounded. */
const checkPosition: Check = (order, { rules, baseAsset }, { registry, holdings }) => {
  const most = amountOf(rules?.maxPosition ?? '0')
  if (order.side === 'sell' || most === zeroMoney) return []
  if (holdings === null) return unchecked('VENUE_POSITION_MAX')
  const buys = openOrders(registry, order.symbol).filter(({ side }) => side === 'buy')
  const left = most - (holdings.get(baseAsset) ?? zeroMoney) - sumOf(buys)
  const nearest = left > 0n ? { nearest: formatMoney(money(left)) } : {}
  return failed(amountOf(order.qty) > left, 'VENUE_POSITION_MAX', nearest)
}

const crosses = (order: Order, price: Money, other: Order): boolean => {
  if (other.side === order.side || other.price === null || isConditional(other.type)) return false
  return order.side === 'buy' ? price >= toMoney(other.price) : price <= toMoney(other.price)
}

/** An order that would meet one of the same account says what is to happen then, or is not sent. A market order meets whoever is best, which is not known here. */
const checkSelfTrade: Check = (order, _instrument, { registry }) => {
  if (order.selfTradePrevention !== undefined || isConditional(order.type)) return []
  const others = openOrders(registry, order.symbol).filter(({ side, type }) => side !== order.side && !isConditional(type))
  if (matchedType(order.type) === 'market') return others.length === 0 ? [] : unchecked('SELF_TRADE')
  const price = order.price === null ? null : amountOf(order.price)
  return failed(price !== null && others.some((other) => crosses(order, price, other)), 'SELF_TRADE', { field: 'selfTradePrevention' })
}

/** The same order twice in a row is a slip, unless the first one ended without a fill. */
const checkDuplicate: Check = (order, _instrument, { registry, nowUs, duplicateWindowMs }) => {
  const earlier = registry.entries.get(registry.byTerms.get(termsKey(order)) ?? '')?.order
  if (earlier === undefined || nowUs - earlier.createdUs >= duplicateWindowMs * 1000) return []
  return failed(isLive(earlier.status) || earlier.filledQty !== '0', 'DUPLICATE')
}

/** A reducing order stays within what is held and not already on its way out. */
const checkReduceOnly: Check = (order, _instrument, { registry }) => {
  if (!order.reduceOnly) return []
  const held = registry.net.get(order.symbol) ?? zeroMoney
  if (held === 0n || held > 0n === signOf(order.side) > 0) return failed(true, 'REDUCE_ONLY')
  const left = absolute(held) - sumOf(openOrders(registry, order.symbol).filter(({ side }) => side === order.side))
  return failed(amountOf(order.qty) > left, 'REDUCE_ONLY', left > 0n ? { nearest: formatMoney(money(left)) } : {})
}

/** Checks of an order against what else the account has and wants. */
export const ACCOUNT_CHECKS: readonly Check[] = [checkCounts, checkPosition, checkSelfTrade, checkDuplicate, checkReduceOnly]
