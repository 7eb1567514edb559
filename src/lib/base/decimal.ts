import { type Money, money } from './units.ts'

const PATTERN = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?$/
const MONEY_SCALE = 18
const powers = Array.from({ length: 61 }, (_, exponent) => 10n ** BigInt(exponent))

/** 10^exponent, 0 to 60. */
export const powerOfTen = (exponent: number): bigint => {
  const power = powers[exponent]
  if (power === undefined) throw new RangeError(`'exponent' ${exponent} is not between 0 and 60`)
  return power
}

/** Exact value of a decimal string times 10^scale; null when it is no plain decimal or needs more digits than `scale`. */
export const parseScaled = (text: string, scale: number): bigint | null => {
  const match = PATTERN.exec(text)
  if (match === null) return null
  const fraction = (match[3] ?? '').replace(/0+$/, '')
  if (fraction.length > scale) return null
  const digits = BigInt(`${match[2]}${fraction.padEnd(scale, '0')}`)
  return match[1] === '-' ? -digits : digits
}

/** Canonical decimal string: no exponent, no trailing zeros, no minus zero. */
export const formatScaled = (value: bigint, scale: number): string => {
  const negative = value < 0n
  const digits = (negative ? -value : value).toString().padStart(scale + 1, '0')
  const head = digits.slice(0, digits.length - scale)
  const tail = digits.slice(digits.length - scale).replace(/0+$/, '')
  return `${negative ? '-' : ''}${head}${tail === '' ? '' : `.${tail}`}`
}

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

export const formatMoney = (value: Money): string => formatScaled(value, MONEY_SCALE)

/** Exact product; null-free because both factors are at most 10^-9 fine in every caller, else it throws. */
export const multiply = (a: Money, b: Money): Money => {
  const wide = a * b
  if (wide % powerOfTen(MONEY_SCALE) !== 0n) return multiplyRounded(wide)
  return money(wide / powerOfTen(MONEY_SCALE))
}

const multiplyRounded = (wide: bigint): Money => divideHalfEven(money(wide), powerOfTen(MONEY_SCALE))

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

/** Whole units of 10^-decimals in a decimal string; NaN when it is malformed, finer than that, or not a safe integer. */
export const parseUnits = (text: string, decimals: number): number => {
  const value = parseScaled(text, decimals)
  if (value === null) return Number.NaN
  const units = Number(value)
  return Number.isSafeInteger(units) ? units : Number.NaN
}

/** Fixed-width form of venue texts: `formatFixed(6183763, 2, 8)` is `61837.63000000`. */
export const formatFixed = (units: number, decimals: number, width: number): string => {
  const text = formatScaled(BigInt(units), decimals)
  const [head = '0', tail = ''] = text.split('.')
  return `${head}.${tail.padEnd(width, '0')}`
}
