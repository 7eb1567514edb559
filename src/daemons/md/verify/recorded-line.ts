const ZERO = 48
const SPACE = 32
const OPEN = [123, 91]
const CLOSE = [125, 93]
const NS_DIGITS_MIN = 16
const NS_DIGITS_MAX = 19
const NS_DIGITS_BELOW_US = 3

/** A frame as it was received. */
export interface RecordedLine {
  readonly atUs: number
  readonly frame: Uint8Array
}

const digitsFrom = (line: Uint8Array): number => {
  let count = 0
  while (count < NS_DIGITS_MAX + 1 && (line[count] ?? 0) >= ZERO && (line[count] ?? 0) < ZERO + 10) count += 1
  return count
}

const wholeOf = (line: Uint8Array, end: number): number => {
  let whole = 0
  for (let index = 0; index < end; index++) whole = whole * 10 + (line[index] ?? ZERO) - ZERO
  return whole
}

/** Reads `<receive time in ns> <JSON>`; null for anything else. */
export const readRecordedLine = (line: Uint8Array): RecordedLine | null => {
  const digits = digitsFrom(line)
  const isTimed = digits >= NS_DIGITS_MIN && digits <= NS_DIGITS_MAX && line[digits] === SPACE
  const last = line.length - 1
  if (!isTimed || last < digits + 2 || !OPEN.includes(line[digits + 1] ?? 0) || !CLOSE.includes(line[last] ?? 0)) return null
  const atUs = wholeOf(line, digits - NS_DIGITS_BELOW_US)
  return Number.isSafeInteger(atUs) ? { atUs, frame: line.subarray(digits + 1) } : null
}
