import { formatUnits, parseUnits, powerOfTen } from '../base/decimal.ts'
import { type Lots, lots, type Money, money, type Ticks, ticks } from '../base/units.ts'
import type { InstrumentRules } from './instrument-rules.ts'

/** What is traded on a venue and its rules. Prices are whole ticks, quantities whole lots of these steps. */
export interface Instrument {
  /** The venue's own spelling, upper case: `BTCUSDT`. */
  readonly symbol: string
  /** Venue that matches it: `binance`, `sim`. */
  readonly venue: string
  readonly baseAsset: string
  readonly quoteAsset: string
  /** Orders are accepted only while `trading`; `cancelOnly` accepts cancels. */
  readonly status: 'trading' | 'cancelOnly' | 'halted'
  /** Decimals of one price unit, 0 to 9. */
  readonly priceDecimals: number
  /** Price units in one tick, at least 1: tick 0.05 is 2 decimals and 5 units. */
  readonly tickUnits: number
  /** Decimals of one quantity unit, 0 to 9. */
  readonly qtyDecimals: number
  /** Quantity units in one lot, at least 1. */
  readonly lotUnits: number
  readonly minPriceTicks: number
  readonly maxPriceTicks: number
  readonly minQtyLots: number
  readonly maxQtyLots: number
  /** Least order value in quote, decimal string; `0` when the venue sets none. */
  readonly minNotional: string
  /** Greatest order value in quote, decimal string; `0` when the venue sets none. */
  readonly maxNotional: string
  /** What else orders have to keep to; absent where nobody asked for it. */
  readonly rules?: InstrumentRules
}

const toSteps = (text: string, decimals: number, step: number): number | null => {
  const units = parseUnits(text, decimals)
  return Number.isNaN(units) || units % step !== 0 ? null : units / step
}

/** Price text as ticks; null when it is no decimal or off the tick. */
export const priceTicks = (instrument: Instrument, text: string): Ticks | null => {
  const count = toSteps(text, instrument.priceDecimals, instrument.tickUnits)
  return count === null ? null : ticks(count)
}

/** Quantity text as lots; null when it is no decimal or off the lot. */
export const qtyLots = (instrument: Instrument, text: string): Lots | null => {
  const count = toSteps(text, instrument.qtyDecimals, instrument.lotUnits)
  return count === null ? null : lots(count)
}

/** Canonical decimal string of a price in ticks. */
export const priceText = (instrument: Instrument, count: number): string => formatUnits(count * instrument.tickUnits, instrument.priceDecimals)

/** Canonical decimal string of a quantity in lots. */
export const qtyText = (instrument: Instrument, count: number): string => formatUnits(count * instrument.lotUnits, instrument.qtyDecimals)

/** Exact price x quantity in quote. */
export const notionalOf = (instrument: Instrument, price: Ticks, qty: Lots): Money => {
  const units = BigInt(price * instrument.tickUnits) * BigInt(qty * instrument.lotUnits)
  return money(units * powerOfTen(18 - instrument.priceDecimals - instrument.qtyDecimals))
}
