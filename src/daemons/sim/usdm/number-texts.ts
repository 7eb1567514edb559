import type { Instrument } from '../../../lib/model/instrument.ts'

const powers = Array.from({ length: 10 }, (_, exponent) => 10 ** exponent)

const fixed = (units: number, decimals: number): string => {
  if (decimals === 0) return String(units)
  const power = powers[decimals] ?? 10 ** decimals
  const tail = units % power
  return `${(units - tail) / power}.${String(tail).padStart(decimals, '0')}`
}

/** A price with all its decimals. */
export const contractPrice = ({ tickUnits, priceDecimals }: Instrument, ticks: number): string => fixed(ticks * tickUnits, priceDecimals)

/** A quantity with all its decimals. */
export const contractQty = ({ lotUnits, qtyDecimals }: Instrument, lots: number): string => fixed(lots * lotUnits, qtyDecimals)
