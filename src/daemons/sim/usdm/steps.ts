import { parseScaled } from '../../../lib/base/decimal.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import type { Params } from '../spot/params.ts'
import { refusals } from '../spot/refusal.ts'
import { usdmRefusals } from './refusals.ts'

const DECIMAL = /^-?\d{1,20}(\.\d{1,20})?$/
const VENUE_DECIMALS = 8

const unitsOf = (params: Params, name: string): bigint => {
  const text = params.need(name)
  if (!DECIMAL.test(text)) throw refusals.illegal(name, '^([0-9]{1,20})(\\.[0-9]{1,20})?$')
  const units = parseScaled(text, VENUE_DECIMALS)
  if (units === null) throw usdmRefusals.precision()
  return units
}

const scaleOf = (decimals: number, stepUnits: number): bigint => 10n ** BigInt(VENUE_DECIMALS - decimals) * BigInt(stepUnits)

/** A price parameter in whole ticks, inside the rules of the symbol. */
export const ticksOf = (params: Params, name: string, instrument: Instrument): number => {
  const units = unitsOf(params, name)
  const tick = scaleOf(instrument.priceDecimals, instrument.tickUnits)
  if (units <= 0n) throw usdmRefusals.priceBelowZero()
  if (units > BigInt(instrument.maxPriceTicks) * tick) throw usdmRefusals.priceAboveMax()
  if (units < BigInt(instrument.minPriceTicks) * tick) throw usdmRefusals.priceBelowMin()
  if (units % tick !== 0n) throw usdmRefusals.tick()
  return Number(units / tick)
}

/** A quantity parameter in whole lots, inside the rules of the symbol. */
export const lotsOf = (params: Params, instrument: Instrument): number => {
  const units = unitsOf(params, 'quantity')
  const lot = scaleOf(instrument.qtyDecimals, instrument.lotUnits)
  if (units <= 0n) throw usdmRefusals.qtyBelowZero()
  if (units < BigInt(instrument.minQtyLots) * lot) throw usdmRefusals.qtyBelowMin()
  if (units > BigInt(instrument.maxQtyLots) * lot) throw usdmRefusals.qtyAboveMax()
  if (units % lot !== 0n) throw usdmRefusals.step()
  return Number(units / lot)
}
