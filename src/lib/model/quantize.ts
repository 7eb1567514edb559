import { powerOfTen } from '../base/decimal.ts'
import { formatMoney, parseMoney } from '../base/money.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { type Money, money, zeroMoney } from '../base/units.ts'
import { ceilOn, floorOn, type Grid, nearestOn } from './grid.ts'
import type { Instrument } from './instrument.ts'
import type { Side } from './order.ts'
import { matchedType, type OrderTerms, type RequestType } from './order-terms.ts'

const SCALE = 18

const stepOf = (decimals: number, units: number): Money => money(BigInt(units) * powerOfTen(SCALE - decimals))

const times = (count: number, step: Money): Money => money(BigInt(count) * step)

/** Prices that an instrument takes. */
export const priceGrid = (instrument: Instrument): Grid => {
  const step = stepOf(instrument.priceDecimals, instrument.tickUnits)
  return { step, min: times(instrument.minPriceTicks, step), max: instrument.maxPriceTicks === 0 ? null : times(instrument.maxPriceTicks, step) }
}

const divisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : divisor(b, a % b))

const lower = (a: Money | null, b: Money | null): Money | null => (a === null || (b !== null && b < a) ? b : a)

/** The grid of amounts that are on both. */
const both = (a: Grid, b: Grid): Grid => ({
  step: b.step === zeroMoney ? a.step : money((a.step / divisor(a.step, b.step)) * b.step),
  min: a.min > b.min ? a.min : b.min,
  max: lower(a.max, b.max),
})

const allQty = (instrument: Instrument): Grid => {
  const step = stepOf(instrument.qtyDecimals, instrument.lotUnits)
  return { step, min: times(instrument.minQtyLots, step), max: instrument.maxQtyLots === 0 ? null : times(instrument.maxQtyLots, step) }
}

const amount = (text: string): Money => parseMoney(text) ?? zeroMoney

/** Quantities that an instrument takes from an order of a type. */
export const qtyGrid = (instrument: Instrument, type: RequestType): Grid => {
  const grid = allQty(instrument)
  const market = instrument.rules?.marketQty
  if (market === undefined || matchedType(type) !== 'market') return grid
  const most = amount(market.max)
  return both(grid, { step: amount(market.lot), min: amount(market.min), max: most === zeroMoney ? null : most })
}

/** The amounts of an order, decimal strings. */
export interface Amounts extends Pick<OrderTerms, 'stopPrice' | 'icebergQty' | 'quoteQty'> {
  readonly side: Side
  readonly type: RequestType
  readonly price?: string
  readonly qty: string
}

type Rounding = readonly [name: 'price' | 'stopPrice' | 'qty' | 'icebergQty' | 'quoteQty', round: (wanted: Money) => Money | null]

const QUOTE_DECIMALS = 8

const roundings = (instrument: Instrument, { side, type }: Amounts): readonly Rounding[] => {
  const [prices, quantities] = [priceGrid(instrument), qtyGrid(instrument, type)]
  const quotes = { step: stepOf(instrument.rules?.quoteDecimals ?? QUOTE_DECIMALS, 1), min: zeroMoney, max: null }
  return [
    ['price', (wanted) => (side === 'buy' ? floorOn(prices, wanted) : ceilOn(prices, wanted))],
    ['stopPrice', (wanted) => nearestOn(prices, wanted)],
    ['qty', (wanted) => floorOn(quantities, wanted)],
    ['icebergQty', (wanted) => floorOn(allQty(instrument), wanted)],
    ['quoteQty', (wanted) => floorOn(quotes, wanted)],
  ]
}

/**
 * Rounds the amounts of an order to valid ones, for somebody who asked for that: quantities never up, a price never to a worse one, a stop price
 * to the nearest. An error names the first amount that has no such value. Rules that look at price and quantity together are not part of it.
 */
export const quantize = (instrument: Instrument, order: Amounts): Result<Amounts> => {
  const rounded: Record<string, string> = {}
  for (const [name, round] of roundings(instrument, order)) {
    const text = order[name]
    if (text === undefined) continue
    const wanted = parseMoney(text)
    const found = wanted === null || wanted <= 0n ? null : round(wanted)
    if (found === null) return fail(`'${name}' ${text} has no valid value that is no worse on '${instrument.symbol}'`)
    rounded[name] = formatMoney(found)
  }
  return ok({ ...order, ...rounded })
}
