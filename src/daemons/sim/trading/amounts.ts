import { powerOfTen } from '../../../lib/base/decimal.ts'
import { type Money, money, lots as toLots, ticks as toTicks } from '../../../lib/base/units.ts'
import { type Instrument, notionalOf } from '../../../lib/model/instrument.ts'
import type { OrderWish } from './orders.ts'

/** Exact price x quantity. */
export const quoteOf = (instrument: Instrument, ticks: number, lots: number): Money => notionalOf(instrument, toTicks(ticks), toLots(lots))

/** Exact amount of the base asset. */
export const baseOf = (instrument: Instrument, lots: number): Money =>
  money(BigInt(lots) * BigInt(instrument.lotUnits) * powerOfTen(18 - instrument.qtyDecimals))

/** What an order keeps locked for a number of lots: a limit order the asset it may give away, a market order nothing. */
export const lockedBy = (
  order: Pick<OrderWish, 'type' | 'side' | 'instrument' | 'ticks'>,
  lots: number,
): { readonly asset: string; readonly amount: Money } => {
  const { instrument } = order
  if (order.side === 'sell') return { asset: instrument.baseAsset, amount: order.type === 'market' ? money(0n) : baseOf(instrument, lots) }
  return { asset: instrument.quoteAsset, amount: order.type === 'market' ? money(0n) : quoteOf(instrument, order.ticks, lots) }
}
