import { formatScaled, parseScaled, powerOfTen } from '../base/decimal.ts'
import { formatMoney, parseMoney } from '../base/money.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { type Instrument, priceText, qtyText } from '../model/instrument.ts'
import type { InstrumentInfo } from './market.ts'

const STEP_DECIMALS = 9
const MONEY_SCALE = 18

interface Step {
  readonly decimals: number
  readonly units: number
}

/** 0.05 is 5 units of 2 decimals, 10 is 10 units of none. */
const stepOf = (text: string): Step | null => {
  let units = parseScaled(text, STEP_DECIMALS)
  if (units === null || units <= 0n) return null
  let decimals = STEP_DECIMALS
  for (; decimals > 0 && units % 10n === 0n; decimals--) units /= 10n
  return units <= Number.MAX_SAFE_INTEGER ? { decimals, units: Number(units) } : null
}

/** Whole steps in a limit, rounded into the allowed range; a limit too large to count is cut to what can be counted. */
const limitOf = (text: string, { decimals, units }: Step, round: 'up' | 'down'): number | null => {
  const value = parseMoney(text)
  if (value === null || value < 0n) return null
  const step = BigInt(units) * powerOfTen(MONEY_SCALE - decimals)
  const count = (value + (round === 'up' ? step - 1n : 0n)) / step
  const most = Math.floor(Number.MAX_SAFE_INTEGER / units)
  return count > BigInt(most) ? most : Number(count)
}

const notionalText = (text: string): string | null => {
  const value = parseMoney(text)
  return value === null || value < 0n ? null : formatMoney(value)
}

/** Rules of an instrument as decimal strings, as they travel. */
export const toInfo = (instrument: Instrument): InstrumentInfo => ({
  symbol: instrument.symbol,
  venue: instrument.venue,
  baseAsset: instrument.baseAsset,
  quoteAsset: instrument.quoteAsset,
  status: instrument.status,
  tickSize: formatScaled(BigInt(instrument.tickUnits), instrument.priceDecimals),
  lotSize: formatScaled(BigInt(instrument.lotUnits), instrument.qtyDecimals),
  minPrice: priceText(instrument, instrument.minPriceTicks),
  maxPrice: priceText(instrument, instrument.maxPriceTicks),
  minQty: qtyText(instrument, instrument.minQtyLots),
  maxQty: qtyText(instrument, instrument.maxQtyLots),
  minNotional: instrument.minNotional,
  maxNotional: instrument.maxNotional,
})

/** The instrument behind its decimal strings; an error names the first field that makes no sense: a step of zero or finer than 9 places, a negative limit, a least above a most. */
export const fromInfo = (info: InstrumentInfo): Result<Instrument> => {
  const tick = stepOf(info.tickSize)
  const lot = stepOf(info.lotSize)
  if (tick === null) return fail(`'tickSize' '${info.tickSize}' of '${info.symbol}' is no step`)
  if (lot === null) return fail(`'lotSize' '${info.lotSize}' of '${info.symbol}' is no step`)
  const limits = {
    minPriceTicks: limitOf(info.minPrice, tick, 'up'),
    maxPriceTicks: limitOf(info.maxPrice, tick, 'down'),
    minQtyLots: limitOf(info.minQty, lot, 'up'),
    maxQtyLots: limitOf(info.maxQty, lot, 'down'),
    minNotional: notionalText(info.minNotional),
    maxNotional: notionalText(info.maxNotional),
  }
  const bad = Object.entries(limits).find(([, value]) => value === null)
  if (bad !== undefined) return fail(`'${bad[0]}' of '${info.symbol}' is no amount`)
  const { minPriceTicks, maxPriceTicks, minQtyLots, maxQtyLots } = limits
  if ((minPriceTicks ?? 0) > (maxPriceTicks ?? 0)) return fail(`'minPrice' of '${info.symbol}' is above its 'maxPrice'`)
  if ((minQtyLots ?? 0) > (maxQtyLots ?? 0)) return fail(`'minQty' of '${info.symbol}' is above its 'maxQty'`)
  const { symbol, venue, baseAsset, quoteAsset, status } = info
  const steps = { priceDecimals: tick.decimals, tickUnits: tick.units, qtyDecimals: lot.decimals, lotUnits: lot.units }
  return ok({ symbol, venue, baseAsset, quoteAsset, status, ...steps, ...(limits as { [Name in keyof typeof limits]: NonNullable<(typeof limits)[Name]> }) })
}
