import { powerOfTen } from '../../lib/base/decimal.ts'
import { formatMoney } from '../../lib/base/money.ts'
import { type Money, money, zeroMoney } from '../../lib/base/units.ts'
import { ceilOn, floorOn, type Grid, nearestOn } from '../../lib/model/grid.ts'
import type { Instrument } from '../../lib/model/instrument.ts'
import { priceGrid, qtyGrid } from '../../lib/model/quantize.ts'
import { amountOf, type Check, type Finding, failed } from './checking.ts'

const ONE = powerOfTen(18)

const nearestText = (amount: Money | null): { readonly nearest?: string } => (amount === null ? {} : { nearest: formatMoney(amount) })

/** A step and its bounds; equality passes. The codes begin with what is measured. */
const onGrid = (text: string, grid: Grid, names: { readonly step: string; readonly range: string; readonly field?: string }): readonly Finding[] => {
  const amount = amountOf(text)
  if (amount <= 0n) return []
  const more = { ...(names.field === undefined ? {} : { field: names.field }), ...nearestText(nearestOn(grid, amount)) }
  if (amount % grid.step !== 0n) return failed(true, names.step, more)
  return failed(amount < grid.min || (grid.max !== null && amount > grid.max), names.range, more)
}

const PRICE = { step: 'PRICE_TICK', range: 'PRICE_RANGE' } as const
const QTY = { step: 'QTY_STEP', range: 'QTY_RANGE' } as const

const checkPrice: Check = ({ price, stopPrice }, instrument) => [
  ...(price === null ? [] : onGrid(price, priceGrid(instrument), PRICE)),
  ...(stopPrice === undefined ? [] : onGrid(stopPrice, priceGrid(instrument), { ...PRICE, field: 'stopPrice' })),
]

const QUOTE_DECIMALS = 8

const quoteGrid = ({ rules }: Instrument): Grid => ({
  step: money(powerOfTen(18 - (rules?.quoteDecimals ?? QUOTE_DECIMALS))),
  min: zeroMoney,
  max: null,
})

/** An order for an amount of quote leaves the quantity to the venue. */
const checkQty: Check = ({ qty, quoteQty, icebergQty, type }, instrument) => [
  ...(quoteQty === undefined ? onGrid(qty, qtyGrid(instrument, type), QTY) : onGrid(quoteQty, quoteGrid(instrument), { ...QTY, field: 'quoteQty' })),
  ...(icebergQty === undefined ? [] : onGrid(icebergQty, qtyGrid(instrument, 'limit'), { ...QTY, field: 'icebergQty' })),
]

const checkParts: Check = ({ qty, icebergQty }, { rules }) => {
  const most = rules?.maxIcebergPartsCount
  if (icebergQty === undefined || most === undefined || amountOf(icebergQty) <= 0n) return []
  return failed(amountOf(qty) > amountOf(icebergQty) * BigInt(most), 'ICEBERG_PARTS')
}

/** The side of the market on which the order triggers says which pair of bounds counts. */
const checkTrailing: Check = ({ side, type, trailingDeltaBps: delta }, { rules }) => {
  const bounds = rules?.trailing
  if (delta === undefined || bounds === undefined) return []
  const isAbove = (side === 'buy') === (type === 'stop' || type === 'stopLimit')
  const [low, high] = isAbove ? [bounds.minAboveBps, bounds.maxAboveBps] : [bounds.minBelowBps, bounds.maxBelowBps]
  return failed(delta < low || delta > high, 'TRAILING_DELTA', { nearest: String(Math.min(Math.max(delta, low), high)) })
}

/** Quantities at a price whose value is just high or low enough. */
const qtyWorth = (value: Money, price: Money, round: 'up' | 'down'): Money => {
  const top = value * ONE
  return money(round === 'up' ? (top + price - 1n) / price : top / price)
}

interface Valued {
  /** What the quantity is multiplied with. */
  readonly price: Money
  readonly qty: Money
  readonly hasMin: boolean
  readonly hasMax: boolean
}

const checkValue = ({ price, qty, hasMin, hasMax }: Valued, instrument: Instrument, grid: Grid): readonly Finding[] => {
  const value = price * qty
  const [min, max] = [amountOf(instrument.minNotional), amountOf(instrument.maxNotional)]
  return [
    ...failed(hasMin && value < min * ONE, 'NOTIONAL_MIN', nearestText(ceilOn(grid, qtyWorth(min, price, 'up')))),
    ...failed(hasMax && max !== zeroMoney && value > max * ONE, 'NOTIONAL_MAX', nearestText(floorOn(grid, qtyWorth(max, price, 'down')))),
  ]
}

/** The value of an order: at its own price, at the amount that it spends, or at the venue's price where there is none. */
const checkNotional: Check = ({ type, price, qty, quoteQty }, instrument, { prices }) => {
  const { minNotionalAtMarket: hasMin = false, maxNotionalAtMarket: hasMax = false } = instrument.rules ?? {}
  const grid = qtyGrid(instrument, type)
  if (price !== null && amountOf(price) <= 0n) return []
  if (price !== null) return checkValue({ price: amountOf(price), qty: amountOf(qty), hasMin: true, hasMax: true }, instrument, grid)
  if (!hasMin && !hasMax) return []
  if (quoteQty !== undefined) return checkValue({ price: money(ONE), qty: amountOf(quoteQty), hasMin, hasMax }, instrument, quoteGrid(instrument))
  const mean = prices?.mean ?? null
  return mean === null ? [{ code: 'NOTIONAL', isUnchecked: true }] : checkValue({ price: mean, qty: amountOf(qty), hasMin, hasMax }, instrument, grid)
}

/** Checks of the amounts of an order against the steps and bounds of its instrument. */
export const AMOUNT_CHECKS: readonly Check[] = [checkPrice, checkQty, checkParts, checkTrailing, checkNotional]
