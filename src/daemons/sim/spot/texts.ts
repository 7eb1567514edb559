import { formatScaled } from '../../../lib/base/decimal.ts'
import type { Money } from '../../../lib/base/units.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'

const PLACES = 8
const MONEY_DECIMALS = 18

/** What the venue writes for no amount. */
export const ZERO_TEXT = '0.00000000'

const powers = Array.from({ length: 10 }, (_, exponent) => 10 ** exponent)

/** Whole units of 10^-decimals with at least 8 places; by numbers, because a market writes thousands a second. */
const fixed = (units: number, decimals: number): string => {
  const power = powers[decimals] ?? 10 ** decimals
  const tail = units % power
  const places = decimals === 0 ? '' : String(tail).padStart(decimals, '0')
  return `${(units - tail) / power}.${places.padEnd(PLACES, '0')}`
}

/** How the venue calls a market that takes orders, or none for now. */
export const statusOf = (isClosed = false): string => (isClosed ? 'BREAK' : 'TRADING')

/** A price as the venue writes it, with at least 8 places. */
export const venuePrice = ({ tickUnits, priceDecimals }: Instrument, ticks: number): string => fixed(ticks * tickUnits, priceDecimals)

/** A quantity as the venue writes it. */
export const venueQty = ({ lotUnits, qtyDecimals }: Instrument, lots: number): string => fixed(lots * lotUnits, qtyDecimals)

/** An amount of money as the venue writes it. */
export const venueAmount = (amount: Money): string => {
  const [head = '0', tail = ''] = formatScaled(amount, MONEY_DECIMALS).split('.')
  return `${head}.${tail.padEnd(PLACES, '0')}`
}
