import { type Money, money } from '../base/units.ts'

/** Valid amounts: whole steps between a least and a greatest; `max` null is none. */
export interface Grid {
  readonly step: Money
  readonly min: Money
  readonly max: Money | null
}

const least = ({ step, min }: Grid): bigint => (min <= step ? 1n : (min + step - 1n) / step)

/** The valid amount nearest to a wanted one; of two that are as near the greater. Null when no amount is valid. */
export const nearestOn = (grid: Grid, wanted: Money): Money | null => {
  const { step, max } = grid
  const [low, high] = [least(grid), max === null ? null : max / step]
  if (high !== null && high < low) return null
  const count = (wanted + step / 2n) / step
  const cut = high !== null && count > high ? high : count
  return money((cut < low ? low : cut) * step)
}

/** The greatest valid amount that is not above a wanted one; null when there is none. */
export const floorOn = (grid: Grid, wanted: Money): Money | null => {
  const { step, max } = grid
  const count = (max !== null && max < wanted ? max : wanted) / step
  return count < least(grid) ? null : money(count * step)
}

/** The least valid amount that is not below a wanted one; null when there is none. */
export const ceilOn = (grid: Grid, wanted: Money): Money | null => {
  const { step, max } = grid
  const count = (wanted + step - 1n) / step
  const found = money((count < least(grid) ? least(grid) : count) * step)
  return max !== null && found > max ? null : found
}
