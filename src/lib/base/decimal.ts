const PATTERN = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?$/
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

/** The same of whole units, which come by the million. */
export const formatUnits = (units: number, decimals: number): string => {
  if (!(units >= 0 && units <= Number.MAX_SAFE_INTEGER)) return formatScaled(BigInt(units), decimals)
  const scale = 10 ** decimals
  let part = units % scale
  const head = String((units - part) / scale)
  if (part === 0) return head
  let places = decimals
  for (; part % 10 === 0; part /= 10) places -= 1
  return `${head}.${String(part).padStart(places, '0')}`
}

/** Whole units of 10^-decimals in a decimal string; NaN when it is malformed, finer than that, or not a safe integer. */
export const parseUnits = (text: string, decimals: number): number => {
  const value = parseScaled(text, decimals)
  if (value === null) return Number.NaN
  const units = Number(value)
  return Number.isSafeInteger(units) ? units : Number.NaN
}
