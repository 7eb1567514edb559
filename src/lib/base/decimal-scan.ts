/** Longer texts are no numbers of a venue. */
const LENGTH_MAX = 40
const ZERO = 48

/** Appends the digits of a part of a text to `units`; NaN when there is anything else. */
const appendDigits = (text: string, [from, to]: readonly [number, number], units: number): number => {
  let sum = units
  for (let index = from; index < to; index++) {
    const digit = text.charCodeAt(index) - ZERO
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    sum = sum * 10 + digit
  }
  return sum
}

/**
 * Whole units of 10^-decimals in the plain decimal text of a venue, which come by the million: no sign, no exponent.
 * A text that is finer is NaN when it must be `exact`, else the next whole unit; malformed or above 2^53 is NaN.
 */
export const scanUnits = (text: string, decimals: number, rest: 'exact' | 'up' = 'exact'): number => {
  const { length } = text
  const point = text.indexOf('.')
  const head = point < 0 ? length : point
  if (head === 0 || head === length - 1 || length > LENGTH_MAX) return Number.NaN
  const end = Math.min(length, head + 1 + decimals)
  const places = Math.max(0, end - head - 1)
  const units = appendDigits(text, [head + 1, end], appendDigits(text, [0, head], 0)) * 10 ** (decimals - places)
  const finer = appendDigits(text, [end, length], 0)
  if (finer !== 0 && (rest === 'exact' || Number.isNaN(finer))) return Number.NaN
  const whole = finer > 0 ? units + 1 : units
  return whole <= Number.MAX_SAFE_INTEGER ? whole : Number.NaN
}
