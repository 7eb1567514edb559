import { scanUnits } from '../base/decimal-scan.ts'
import type { Instrument } from './instrument.ts'

/** Price text of public market data as ticks, 0 or more; NaN when it is no plain decimal or off the tick. */
export const publicTicks = ({ priceDecimals, tickUnits }: Instrument, text: string): number => {
  const units = scanUnits(text, priceDecimals)
  return tickUnits === 1 || units % tickUnits === 0 ? units / tickUnits : Number.NaN
}

/**
 * Size text of public market data as lots, 0 or more; NaN when it is no plain decimal.
 * Venues show sizes finer than the lot that they accept: a rest counts as one more lot, so that no level vanishes.
 */
export const publicLots = ({ qtyDecimals, lotUnits }: Instrument, text: string): number => {
  const units = scanUnits(text, qtyDecimals, 'up')
  if (lotUnits === 1) return units
  const rest = units % lotUnits
  return (units - rest) / lotUnits + (rest > 0 ? 1 : 0)
}
