import { formatScaled } from '../../../lib/base/decimal.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import type { Bar } from '../market/bars.ts'
import { venuePrice } from './texts.ts'

const PLACES = 8
const PERCENT_PLACES = 3

/** A scaled number cut or filled to so many places. */
const cut = (units: bigint, decimals: number, places: number): string => {
  const [head = '0', tail = ''] = formatScaled(units, decimals).split('.')
  return `${head}.${tail.slice(0, places).padEnd(places, '0')}`
}

/** A sum of ticks x lots as the venue writes a quote amount. */
export const venueQuote = ({ tickUnits, lotUnits, priceDecimals, qtyDecimals }: Instrument, sum: bigint): string =>
  cut(sum * BigInt(tickUnits) * BigInt(lotUnits), priceDecimals + qtyDecimals, PLACES)

/** Mean price of a bar, weighted by quantity. */
export const meanPrice = ({ tickUnits, priceDecimals }: Instrument, bar: Bar): string => {
  const scale = 10n ** BigInt(PLACES)
  return cut((bar.quote * BigInt(tickUnits) * scale) / BigInt(bar.lots), priceDecimals + PLACES, PLACES)
}

const signedPrice = (instrument: Instrument, ticks: number): string => (ticks < 0 ? `-${venuePrice(instrument, -ticks)}` : venuePrice(instrument, ticks))

/** Rolling change of price in absolute terms and in percent. */
export const priceChange = (instrument: Instrument, bar: Bar): { readonly change: string; readonly percent: string } => ({
  change: signedPrice(instrument, bar.closeTicks - bar.openTicks),
  percent: cut((BigInt(bar.closeTicks - bar.openTicks) * 10n ** 5n) / BigInt(bar.openTicks), PERCENT_PLACES, PERCENT_PLACES),
})
