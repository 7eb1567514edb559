import { multiply, toMoney } from '../../../lib/base/money.ts'
import { absolute, type Money, money } from '../../../lib/base/units.ts'

/** Rules of one size of position; `cum` makes the maintenance margin continuous between them. */
export interface Bracket {
  readonly bracket: number
  readonly initialLeverage: number
  readonly notionalCap: number
  readonly notionalFloor: number
  readonly maintMarginRatio: number
  readonly cum: number
}

const SIZES: ReadonlyArray<readonly [leverage: number, cap: number, ratio: number]> = [
  [125, 300_000, 0.004],
  [100, 800_000, 0.005],
  [50, 3_000_000, 0.01],
  [20, 12_000_000, 0.025],
  [10, 70_000_000, 0.05],
  [5, 100_000_000, 0.1],
  [2, 230_000_000, 0.25],
  [1, 500_000_000, 0.5],
]

const build = (): readonly Bracket[] => {
  let floor = 0
  let cum = 0
  let before = 0
  return SIZES.map(([initialLeverage, notionalCap, maintMarginRatio], index) => {
    cum = Math.round((cum + floor * (maintMarginRatio - before)) * 100) / 100
    const row = { bracket: index + 1, initialLeverage, notionalCap, notionalFloor: floor, maintMarginRatio, cum }
    floor = notionalCap
    before = maintMarginRatio
    return row
  })
}

/** One table for every symbol, smallest positions first. */
export const BRACKETS: readonly Bracket[] = build()

export const MAX_LEVERAGE = SIZES[0]?.[0] ?? 1

const FIRST = BRACKETS[0] as Bracket

/** Bracket that a position of this value is in. */
export const bracketOf = (notional: Money): Bracket => BRACKETS.findLast(({ notionalFloor }) => absolute(notional) > toMoney(String(notionalFloor))) ?? FIRST

/** Margin below which a position is liquidated. */
export const maintenanceOf = (notional: Money): Money => {
  const { maintMarginRatio, cum } = bracketOf(notional)
  return money(multiply(absolute(notional), toMoney(String(maintMarginRatio))) - toMoney(String(cum)))
}

/** Greatest value that a leverage allows. */
export const maxNotionalAt = (leverage: number): number => BRACKETS.findLast(({ initialLeverage }) => initialLeverage >= leverage)?.notionalCap ?? 0
