import { powerOfTen } from '../../lib/base/decimal.ts'
import { formatMoney } from '../../lib/base/money.ts'
import { type Money, money } from '../../lib/base/units.ts'
import { ceilOn, floorOn } from '../../lib/model/grid.ts'
import { priceGrid } from '../../lib/model/quantize.ts'
import { amountOf, type Check, type Finding, failed, unchecked } from './checking.ts'

const ONE = powerOfTen(18)

const nearestText = (amount: Money | null): { readonly nearest?: string } => (amount === null ? {} : { nearest: formatMoney(amount) })

/** price <= mean x up and price >= mean x down, multiplied out so that nothing is divided; a factor of 0 is none. */
const checkPercent: Check = ({ side, price }, instrument, { prices }): readonly Finding[] => {
  const rule = instrument.rules?.percent?.[side]
  if (rule === undefined || price === null) return []
  const mean = prices?.mean ?? null
  if (mean === null) return unchecked('PERCENT_PRICE')
  const [up, down, scaled] = [amountOf(rule.up), amountOf(rule.down), amountOf(price) * ONE]
  const grid = priceGrid(instrument)
  return [
    ...failed(up !== 0n && scaled > mean * up, 'PERCENT_PRICE', nearestText(floorOn(grid, money((mean * up) / ONE)))),
    ...failed(down !== 0n && scaled < mean * down, 'PERCENT_PRICE', nearestText(ceilOn(grid, money((mean * down + ONE - 1n) / ONE)))),
  ]
}

/** A post-only order stands behind the best price of the other side. */
const checkWouldTake: Check = ({ type, side, price }, instrument, { prices }): readonly Finding[] => {
  if (type !== 'limitMaker' || price === null) return []
  const other = (side === 'buy' ? prices?.ask : prices?.bid) ?? null
  if (other === null) return unchecked('WOULD_TAKE')
  const grid = priceGrid(instrument)
  const nearest = side === 'buy' ? floorOn(grid, money(other - 1n)) : ceilOn(grid, money(other + 1n))
  const amount = amountOf(price)
  return failed(side === 'buy' ? amount >= other : amount <= other, 'WOULD_TAKE', nearestText(nearest))
}

/** Checks that need to know where the market is; without that they say so and pass. */
export const PRICE_CHECKS: readonly Check[] = [checkPercent, checkWouldTake]
