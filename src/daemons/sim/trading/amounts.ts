import { powerOfTen } from '../../../lib/base/decimal.ts'
import { type Money, money, lots as toLots, ticks as toTicks } from '../../../lib/base/units.ts'
import { type Instrument, notionalOf } from '../../../lib/model/instrument.ts'
import type { OrderWish } from './orders.ts'

/** Exact price x quantity. */
export const quoteOf = (instrument: Instrument, ticks: number, lots: number): Money => notionalOf(instrument, toTicks(ticks), toLots(lots))

/** Exact amount of the base asset. */
export const baseOf = (instrument: Instrument, lots: number): Money =>
  money(BigInt(lots) * BigInt(instrument.lotUnits) * powerOfTen(18 - instrument.qtyDecimals))

/** The asset that an order gives away. */
export const paidAsset = ({ side, instrument }: Pick<OrderWish, 'side' | 'instrument'>): string =>
  side === 'sell' ? instrument.baseAsset : instrument.quoteAsset

type Priced = Pick<OrderWish, 'type' | 'side' | 'instrument' | 'ticks' | 'stop'>

/**
 * What an order keeps locked for a number of lots: a limit order the asset it may give away, a market order nothing. One that waits to become
 * a market order locks by its stop price until then.
 */
export const lockedBy = (order: Priced, lots: number, waiting: boolean): Money => {
  const { instrument, type, side, stop } = order
  if (type === 'market' && !waiting) return money(0n)
  if (side === 'sell') return baseOf(instrument, lots)
  return quoteOf(instrument, type === 'market' ? (stop?.ticks ?? 0) : order.ticks, lots)
}
