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
  /** Reads go up to 8 bytes before a level and 48 behind it. */
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
 * `| 0` keeps every number one of 32 bits, also for the engine, which would look at each field again in each turn.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: both decimals of a level in one loop, which the engine does not put together from parts
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: the same
export const readLevels = (run: LevelRun, price: DecimalShape, qty: DecimalShape): boolean => {
  const { words, into } = run
  const head = price.head | 0
  const places = price.places | 0
  const lastMask = price.lastMask | 0
  const moreMask = price.moreMask | 0
  const isOneMore = price.isOneMore ? 1 : 0
  const lowMask = price.lowMask | 0
  const highMask = price.highMask | 0
  const lowRest = price.lowRest | 0
  const highRest = price.highRest | 0
  const lowShift = price.lowShift | 0
  const highShift = price.highShift | 0
  const lowScale = price.lowScale | 0
  const highScale = price.highScale | 0
  const fill = price.fill | 0
  const qtyPlaces = qty.places | 0
  const qtyLowMask = qty.lowMask | 0
  const qtyHighMask = qty.highMask | 0
  const qtyLowRest = qty.lowRest | 0
  const qtyHighRest = qty.highRest | 0
  const qtyLowShift = qty.lowShift | 0
  const qtyHighShift = qty.highShift | 0
  const qtyLowScale = qty.lowScale | 0
  const qtyHighScale = qty.highScale | 0
  const qtyFill = qty.fill | 0
  if (head <= 0 || qty.head <= 0) return false
  const headMax = Math.min(HEAD_MAX, SHORT_DIGITS - (qty.decimals | 0)) | 0
  const room = into.length >> 1
  let at = run.at | 0
  let count = run.count | 0
  let isLast = 0
  while (isLast === 0 && count < room) {
    // The price: digits of its head, last four first, then its places.
    let point = (at + 2 + head) | 0
    let word = (words.getInt32((point - 4) | 0, true) ^ ZEROS) & lastMask
    let all = word | ((word + SIXES) | 0)
    let units = Math.imul((Math.imul(word, PAIRS) >>> 8) & PAIR_BYTES, FOURS) >>> 16
    if (moreMask !== 0) {
      word = (words.getInt32((point - 8) | 0, true) ^ ZEROS) & moreMask
      all |= word | ((word + SIXES) | 0)
      if (isOneMore !== 0) units = (units + Math.imul(word >>> 24, TEN_THOUSAND)) | 0
      else units = (units + Math.imul(Math.imul((Math.imul(word, PAIRS) >>> 8) & PAIR_BYTES, FOURS) >>> 16, TEN_THOUSAND)) | 0
    }
    word = (words.getInt32((point + 1) | 0, true) ^ ZEROS) & lowMask
    all |= word | ((word + SIXES) | 0)
    let rest = word & lowRest
    word <<= lowShift
    units = (Math.imul(units, lowScale) + (Math.imul((Math.imul(word, PAIRS) >>> 8) & PAIR_BYTES, FOURS) >>> 16)) | 0
    if (highMask !== 0) {
      word = (words.getInt32((point + 5) | 0, true) ^ ZEROS) & highMask
      rest |= word & highRest
      if (highScale !== 0) {
        all |= word | ((word + SIXES) | 0)
        word <<= highShift
        units = (Math.imul(units, highScale) + (Math.imul((Math.imul(word, PAIRS) >>> 8) & PAIR_BYTES, FOURS) >>> 16)) | 0
      }
    }
    const priceUnits = Math.imul(units, fill)
    rest |= words.getUint8((at + 1) | 0) ^ QUOTE
    rest |= words.getUint8(point) ^ POINT
    point = (point + 1 + places) | 0
    word = words.getInt32(point, true) ^ BETWEEN
    rest |= word & THREE_BYTES

    // The size: digits up to its point, then its places.
    units = ((word >>> 24) - ZERO) | 0
    if (units >>> 0 > 9) break
    point = (point + BETWEEN_BYTES + 1) | 0
    for (let more = headMax; words.getUint8(point) !== POINT && more > 1; more = (more - 1) | 0) {
      const digit = (words.getUint8(point) - ZERO) | 0
      if (digit >>> 0 > 9) break
      units = (Math.imul(units, 10) + digit) | 0
      point = (point + 1) | 0
    }
    word = (words.getInt32((point + 1) | 0, true) ^ ZEROS) & qtyLowMask
    all |= word | ((word + SIXES) | 0)
    rest |= (word & qtyLowRest) | (words.getUint8(point) ^ POINT)
    word <<= qtyLowShift
    units = (Math.imul(units, qtyLowScale) + (Math.imul((Math.imul(word, PAIRS) >>> 8) & PAIR_BYTES, FOURS) >>> 16)) | 0
    if (qtyHighMask !== 0) {
      word = (words.getInt32((point + 5) | 0, true) ^ ZEROS) & qtyHighMask
      rest |= word & qtyHighRest
      if (qtyHighScale !== 0) {
        all |= word | ((word + SIXES) | 0)
        word <<= qtyHighShift
        units = (Math.imul(units, qtyHighScale) + (Math.imul((Math.imul(word, PAIRS) >>> 8) & PAIR_BYTES, FOURS) >>> 16)) | 0
      }
    }
    if ((rest | (all & HIGH_HALVES)) !== 0 || priceUnits === 0) break
    point = (point + 1 + qtyPlaces) | 0
    const tail = words.getInt32(point, true)
    if (tail !== NEXT) {
      if ((tail & THREE_BYTES) !== LAST) break
      isLast = 1
    }
    const slot = (2 * count) | 0
    into[slot] = priceUnits
    into[slot + 1] = Math.imul(units, qtyFill)
    count = (count + 1) | 0
    at = (point + BETWEEN_BYTES) | 0
  }
  run.at = at
  run.count = count
  return isLast !== 0
}
