import { formatScaled, parseScaled, powerOfTen } from './decimal.ts'
import { type Money, money } from './units.ts'

const MONEY_SCALE = 18

/** Money of a decimal string; null when it is none or is finer than 10^-18. */
export const parseMoney = (text: string): Money | null => {
  const value = parseScaled(text, MONEY_SCALE)
  return value === null ? null : money(value)
}

/** Like parseMoney, for text that a schema has already checked; throws on anything else. */
export const toMoney = (text: string): Money => {
  const value = parseMoney(text)
  if (value === null) throw new RangeError(`'${text}' is no decimal of at most ${MONEY_SCALE} places`)
  return value
}

/** Canonical decimal string of money. */
export const formatMoney = (value: Money): string => formatScaled(value, MONEY_SCALE)

/** a / divisor rounded half to even at 10^-18, the rule for money. */
export const divideHalfEven = (a: Money, divisor: bigint): Money => {
  if (divisor === 0n) throw new RangeError('cannot divide money by zero')
  const sign = a < 0n !== divisor < 0n ? -1n : 1n
  const top = a < 0n ? -a : (a as bigint)
  const bottom = divisor < 0n ? -divisor : divisor
  const quotient = top / bottom
  const twice = (top % bottom) * 2n
  const up = twice > bottom || (twice === bottom && quotient % 2n === 1n)
  return money(sign * (quotient + (up ? 1n : 0n)))
}

/** a x b, exact where 18 places hold the product, else rounded half to even. */
export const multiply = (a: Money, b: Money): Money => divideHalfEven(money(a * b), powerOfTen(MONEY_SCALE))
