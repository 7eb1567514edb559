import { powerOfTen } from '../../../lib/base/decimal.ts'
import { divideHalfEven, multiply } from '../../../lib/base/money.ts'
import { type Money, money } from '../../../lib/base/units.ts'
import { baseOf } from '../trading/amounts.ts'
import type { Position } from './positions.ts'

const ONE = powerOfTen(18)
const ZERO = money(0n)

/** Signed quantity of a position. */
export const amountOf = ({ instrument, lots }: Position): Money => baseOf(instrument, lots)

/** Signed value at a price; exact while price and quantity have 18 decimals together. */
export const notionalAt = (position: Position, price: Money): Money => multiply(price, amountOf(position))

/** What closing at a price would realise. */
export const unrealisedAt = (position: Position, price: Money): Money => (position.lots === 0 ? ZERO : money(notionalAt(position, price) - position.cost))

const perUnit = (amount: Money, position: Position): Money => (position.lots === 0 ? ZERO : divideHalfEven(money(amount * ONE), amountOf(position)))

export const entryPrice = (position: Position): Money => perUnit(position.cost, position)

/** Price at which the fees of what is open are earned back. */
export const breakEvenPrice = (position: Position): Money => perUnit(money(position.cost + position.openFees), position)
