import { type Money, money } from '../../../lib/base/units.ts'
import { anyPrice, type Market, type Taker } from '../market/market.ts'
import { baseOf, quoteOf } from './amounts.ts'
import type { OrderWish } from './orders.ts'

type Sided = Pick<OrderWish, 'side' | 'instrument'>

/** What a fill gives away. */
export const paidFor = ({ side, instrument }: Sided, { ticks, lots }: { readonly ticks: number; readonly lots: number }): Money =>
  side === 'sell' ? baseOf(instrument, lots) : quoteOf(instrument, ticks, lots)

/** What an order gives away when it takes what it finds. */
export const costInMarket = (order: Sided & Taker & { readonly lots: number }, market: Market): Money => {
  if (order.side === 'sell') return baseOf(order.instrument, order.lots)
  const slices = market.preview(order, anyPrice(order.side), order.lots)
  return money(slices.reduce((sum, slice) => sum + paidFor(order, slice), 0n))
}
