import { formatFixed, formatScaled } from '../../lib/base/decimal.ts'
import type { Money } from '../../lib/base/units.ts'
import type { Instrument } from '../../lib/model/instrument.ts'

const PLACES = 8
const MONEY_DECIMALS = 18

/** What the venue writes for no amount. */
export const ZERO_TEXT = '0.00000000'

/** A price as the venue writes it, with at least 8 places. */
export const venuePrice = ({ tickUnits, priceDecimals }: Instrument, ticks: number): string => formatFixed(ticks * tickUnits, priceDecimals, PLACES)

/** A quantity as the venue writes it. */
export const venueQty = ({ lotUnits, qtyDecimals }: Instrument, lots: number): string => formatFixed(lots * lotUnits, qtyDecimals, PLACES)

/** An amount of money as the venue writes it. */
export const venueAmount = (amount: Money): string => {
  const [head = '0', tail = ''] = formatScaled(amount, MONEY_DECIMALS).split('.')
  return `${head}.${tail.padEnd(PLACES, '0')}`
}
