import type { DecimalShape } from './decimal-form.ts'

const QUOTE = 34
const POINT = 46
const ZERO = 48
const ZEROS = 0x30303030
const SIXES = 0x06060606
const HIGH_HALVES = 0xf0f0f0f0 | 0
const THREE_BYTES = 0xffffff
/** `","`, `"],[` and `"]]`, as words are read from memory. */
const BETWEEN = 0x222c22
const NEXT = 0x5b2c5d22
const LAST = 0x5d5d22
const BETWEEN_BYTES = 3
/** A size with more digits before its point is left to the general way. */
const HEAD_MAX = 4
const SHORT_DIGITS = 9
const TEN_THOUSAND = 10_000
/** Four digits, one a byte and the first in the lowest, times these: neighbours as tens and ones, then both pairs together. */
const PAIRS = 10 * 256 + 1
const PAIR_BYTES = 0xff00ff
const FOURS = 100 * 65_536 + 1

/** Where levels stand and where they go. */
export interface LevelRun {
  /** Reads go up to 48 bytes behind a level. */
  bytes: Uint8Array
  /** The same bytes. */
  words: DataView
  /** The bracket of the next level, or the place behind the list. */
  at: number
  into: Float64Array
  /** Levels that are read. */
  count: number
}

/**
 * Reads levels of one shape up to the first of another, which is left alone: a price of exactly this shape,
 * a size of these places with up to four digits before them. True at the end of the list.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: both decimals of a level in one loop, which the engine does not put together from parts
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: the same
export const readLevels = (run: LevelRun, price: DecimalShape, qty: DecimalShape): boolean => {
  const { bytes, words, into } = run
  const { head, places, lastMask, moreMask, isOneMore, lowMask, highMask, lowRest, highRest, lowShift, highShift, lowScale, highScale, fill } = price
  const { lowMask: qtyLowMask, highMask: qtyHighMask, lowRest: qtyLowRest, highRest: qtyHighRest, lowShift: qtyLowShift, highShift: qtyHighShift } = qty
  const { places: qtyPlaces, lowScale: qtyLowScale, highScale: qtyHighScale, fill: qtyFill } = qty
  if (head <= 0 || qty.head <= 0) return false
  const headMax = Math.min(HEAD_MAX, SHORT_DIGITS - qty.decimals)
  const room = into.length >> 1
  let at = run.at | 0
  let count = run.count | 0
  let isLast = false
  while (!isLast && count < room) {
    // The price: digits of its head, last four first, then its places.
    let point = (at + 2 + head) | 0
    let word = (words.getInt32(point - 4, true) ^ ZEROS) & lastMask
    let all = word | (word + SIXES)
    let units = Math.imul((Math.imul(word, PAIRS) >>> 8) & PAIR_BYTES, FOURS) >>> 16
    if (moreMask !== 0) {
      word = (words.getInt32(point - 8, true) ^ ZEROS) & moreMask
      all |= word | (word + SIXES)
      if (isOneMore) units += Math.imul(word >>> 24, TEN_THOUSAND)
      else units += Math.imul(Math.imul((Math.imul(word, PAIRS) >>> 8) & PAIR_BYTES, FOURS) >>> 16, TEN_THOUSAND)
    }
    word = (words.getInt32(point + 1, true) ^ ZEROS) & lowMask
    all |= word | (word + SIXES)
    let rest = word & lowRest
    word <<= lowShift
    units = (Math.imul(units, lowScale) + (Math.imul((Math.imul(word, PAIRS) >>> 8) & PAIR_BYTES, FOURS) >>> 16)) | 0
    if (highMask !== 0) {
      word = (words.getInt32(point + 5, true) ^ ZEROS) & highMask
      rest |= word & highRest
      if (highScale !== 0) {
        all |= word | (word + SIXES)
        word <<= highShift
        units = (Math.imul(units, highScale) + (Math.imul((Math.imul(word, PAIRS) >>> 8) & PAIR_BYTES, FOURS) >>> 16)) | 0
      }
    }
    const priceUnits = Math.imul(units, fill)
    rest |= (bytes[at + 1] ?? 0) ^ QUOTE
    rest |= (bytes[point] ?? 0) ^ POINT
    point = (point + 1 + places) | 0
    word = words.getInt32(point, true) ^ BETWEEN
    rest |= word & THREE_BYTES

    // The size: digits up to its point, then its places.
    units = word >>> 24
    units = (units - ZERO) >>> 0
    if (units > 9) break
    point = (point + BETWEEN_BYTES + 1) | 0
    for (let more = headMax; bytes[point] !== POINT && more > 1; more--) {
      const digit = ((bytes[point] ?? 0) - ZERO) >>> 0
      if (digit > 9) break
      units = (Math.imul(units, 10) + digit) | 0
      point = (point + 1) | 0
    }
    word = (words.getInt32(point + 1, true) ^ ZEROS) & qtyLowMask
    all |= word | (word + SIXES)
    rest |= (word & qtyLowRest) | ((bytes[point] ?? 0) ^ POINT)
    word <<= qtyLowShift
    units = (Math.imul(units, qtyLowScale) + (Math.imul((Math.imul(word, PAIRS) >>> 8) & PAIR_BYTES, FOURS) >>> 16)) | 0
    if (qtyHighMask !== 0) {
      word = (words.getInt32(point + 5, true) ^ ZEROS) & qtyHighMask
      rest |= word & qtyHighRest
      if (qtyHighScale !== 0) {
        all |= word | (word + SIXES)
        word <<= qtyHighShift
        units = (Math.imul(units, qtyHighScale) + (Math.imul((Math.imul(word, PAIRS) >>> 8) & PAIR_BYTES, FOURS) >>> 16)) | 0
      }
    }
    if ((rest | (all & HIGH_HALVES)) !== 0 || priceUnits === 0) break
    point = (point + 1 + qtyPlaces) | 0
    const tail = words.getInt32(point, true)
    if (tail !== NEXT) {
      if ((tail & THREE_BYTES) !== LAST) break
      isLast = true
    }
    into[2 * count] = priceUnits
    into[2 * count + 1] = Math.imul(units, qtyFill)
    count = (count + 1) | 0
    at = (point + BETWEEN_BYTES) | 0
  }
  run.at = at
  run.count = count
  return isLast
}
