import { parseMoney, toMoney } from '../../lib/base/money.ts'
import { absolute, type Lots, lots, type Money, money, type Ticks, ticks, zeroMoney } from '../../lib/base/units.ts'
import type { Order } from '../../lib/contracts/exec.ts'
import { type Instrument, notionalOf, priceText, priceTicks, qtyLots, qtyText } from '../../lib/model/instrument.ts'
import { isLive, signOf } from '../../lib/model/order.ts'
import { termsKey } from './keys.ts'
import { liveEntries, type Registry } from './registry.ts'

/** One failed check; `nearest` is a valid value when there is one. */
export interface Problem {
  readonly code: string
  readonly nearest?: string
}

/** What an order is checked against. */
export interface Rules {
  readonly instrument: Instrument | undefined
  readonly registry: Registry
  readonly nowUs: number
  readonly duplicateWindowMs: number
}

type Check = (order: Order, instrument: Instrument, rules: Rules) => readonly Problem[]

const failed = (bad: boolean, code: string, nearest?: string): readonly Problem[] => (bad ? [nearest === undefined ? { code } : { code, nearest }] : [])

const stepOf = (decimals: number, units: number): Money => money(BigInt(units) * 10n ** BigInt(18 - decimals))

/** The count of steps nearest to an amount, inside the bounds; 0 as an upper bound means none. */
const nearestCount = (text: string, step: Money, bounds: { readonly min: number; readonly max: number }): number => {
  const value = parseMoney(text) ?? zeroMoney
  const count = Number((value + step / 2n) / step)
  const high = bounds.max === 0 ? count : Math.min(count, bounds.max)
  return Math.max(high, bounds.min, 1)
}

const nearestPrice = (instrument: Instrument, text: string): string => {
  const bounds = { min: instrument.minPriceTicks, max: instrument.maxPriceTicks }
  return priceText(instrument, nearestCount(text, stepOf(instrument.priceDecimals, instrument.tickUnits), bounds))
}

const nearestQty = (instrument: Instrument, text: string): string => {
  const bounds = { min: instrument.minQtyLots, max: instrument.maxQtyLots }
  return qtyText(instrument, nearestCount(text, stepOf(instrument.qtyDecimals, instrument.lotUnits), bounds))
}

const isOutside = (count: number, min: number, max: number): boolean => count < min || (max !== 0 && count > max)

const checkFields: Check = (order) => {
  const wantsPrice = order.type !== 'market'
  return failed(wantsPrice !== (order.price !== null) || (order.type === 'limitMaker' && order.tif !== 'gtc'), 'BAD_FIELDS')
}

const isPositive = (text: string): boolean => (parseMoney(text) ?? zeroMoney) > 0n

const checkPositive: Check = (order) => failed(!isPositive(order.qty) || (order.price !== null && !isPositive(order.price)), 'NON_POSITIVE')

const checkPrice: Check = ({ price }, instrument) => {
  if (price === null || !isPositive(price)) return []
  const count = priceTicks(instrument, price)
  const nearest = nearestPrice(instrument, price)
  return count === null
    ? failed(true, 'PRICE_TICK', nearest)
    : failed(isOutside(count, instrument.minPriceTicks, instrument.maxPriceTicks), 'PRICE_RANGE', nearest)
}

const checkQty: Check = ({ qty }, instrument) => {
  if (!isPositive(qty)) return []
  const count = qtyLots(instrument, qty)
  const nearest = nearestQty(instrument, qty)
  return count === null ? failed(true, 'QTY_STEP', nearest) : failed(isOutside(count, instrument.minQtyLots, instrument.maxQtyLots), 'QTY_RANGE', nearest)
}

const checkNotional: Check = ({ price, qty }, instrument) => {
  const value = orderValue(instrument, price === null ? null : priceTicks(instrument, price), qtyLots(instrument, qty))
  if (value === null) return []
  const max = toMoney(instrument.maxNotional)
  return [...failed(value < toMoney(instrument.minNotional), 'NOTIONAL_MIN'), ...failed(max !== 0n && value > max, 'NOTIONAL_MAX')]
}

const orderValue = (instrument: Instrument, price: Ticks | null, qty: Lots | null): Money | null =>
  price === null || qty === null ? null : notionalOf(instrument, ticks(price), lots(qty))

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
  const leaving = liveEntries(registry)
    .filter(({ order: other }) => other.symbol === order.symbol && other.side === order.side)
    .reduce((sum, { order: other }) => sum + toMoney(other.qty) - toMoney(other.filledQty), 0n)
  return failed(leaving + (parseMoney(order.qty) ?? zeroMoney) > absolute(held), 'REDUCE_ONLY')
}

const CHECKS: readonly Check[] = [checkFields, checkPositive, checkPrice, checkQty, checkNotional, checkDuplicate, checkReduceOnly]

/** Every check that the order fails, in a fixed order; nothing is ever rounded into place. */
export const validate = (order: Order, rules: Rules): readonly Problem[] => {
  const { instrument } = rules
  if (instrument === undefined) return [{ code: 'UNKNOWN_SYMBOL' }]
  const closed = failed(instrument.status !== 'trading', 'SYMBOL_NOT_TRADING')
  return [...closed, ...CHECKS.flatMap((check) => check(order, instrument, rules))]
}
