const POINT = 46
const ZEROS = 0x30303030
const SIXES = 0x06060606
const HIGH_HALVES = 0xf0f0f0f0 | 0
const BYTE_BITS = 8
const WORD_BYTES = 4
const PLACES_MAX = 8
const HEAD_MAX = 8
/** So many digits fit into 32 bits with a sign. */
const SHORT_DIGITS = 9
const TEN_THOUSAND = 10_000

/** Bits of the last bytes of a word, as it is read from memory. */
const lastBytes = (count: number): number => (count <= 0 ? 0 : count >= WORD_BYTES ? -1 : -1 << (BYTE_BITS * (WORD_BYTES - count)))
const firstBytes = (count: number): number => (count >= WORD_BYTES ? -1 : ~lastBytes(WORD_BYTES - Math.max(0, count)))

/** As a small integer for the engine, which a power is not. */
const powerOfTen = (power: number): number => (10 ** power) | 0

/** A text of so many digits, a point and so many places, of which some count and the others must be zeros. */
export class DecimalShape {
  readonly head: number
  readonly places: number
  /** Places that count. */
  readonly decimals: number
  /** Bytes of the whole. */
  readonly length: number
  /** Digits of the head: its last four, and those before. */
  readonly lastMask: number
  readonly moreMask: number
  readonly isOneDigit: boolean
  readonly isOneMore: boolean
  /** Places: the first four, and those behind. */
  readonly lowMask: number
  readonly highMask: number
  /** Places that must be zeros. */
  readonly lowRest: number
  readonly highRest: number
  readonly lowShift: number
  readonly highShift: number
  readonly lowScale: number
  /** 0: none of the places behind the first four count. */
  readonly highScale: number

  /** For fewer places than count. */
  readonly fill: number

  constructor(head: number, places: number, decimals: number) {
    const counted = Math.min(places, decimals)
    this.head = head
    this.places = places
    this.decimals = decimals
    this.length = head + 1 + places
    this.lastMask = lastBytes(head)
    this.moreMask = lastBytes(head - WORD_BYTES)
    this.isOneDigit = head === 1
    this.isOneMore = head === WORD_BYTES + 1
    this.lowMask = firstBytes(places)
    this.highMask = firstBytes(places - WORD_BYTES)
    this.lowRest = ~firstBytes(counted)
    this.highRest = ~firstBytes(counted - WORD_BYTES)
    this.lowShift = BYTE_BITS * Math.max(0, WORD_BYTES - counted)
    this.highShift = BYTE_BITS * Math.max(0, 2 * WORD_BYTES - counted)
    this.lowScale = powerOfTen(Math.min(WORD_BYTES, counted))
    this.highScale = counted > WORD_BYTES ? powerOfTen(counted - WORD_BYTES) : 0
    this.fill = powerOfTen(decimals - counted)
  }
}

/** No text has it: its point would stand where the quote is. */
const UNKNOWN = new DecimalShape(-1, 0, 0)

/** How a decimal is counted: decimals of a unit, units of a step, and whether a rest is one more step or an error. Remembers the shape that its texts have. */
export class DecimalForm {
  readonly decimals: number
  readonly step: number
  readonly roundsUp: boolean
  shape: DecimalShape = UNKNOWN
  readonly #shapes = new Map<number, DecimalShape>()
  #missed = -1

  constructor(decimals: number, step: number, roundsUp: boolean) {
    this.decimals = decimals
    this.step = step
    this.roundsUp = roundsUp
  }

  /** A text had another shape than expected: the second in a row is expected from then on. */
  note(head: number, places: number): void {
    const key = head * (PLACES_MAX + 1) + places
    const isFit = this.step === 1 && head <= HEAD_MAX && places <= PLACES_MAX && head + this.decimals <= SHORT_DIGITS
    if (isFit && (key === this.#missed || this.shape === UNKNOWN)) this.shape = this.#known(key, head, places)
    this.#missed = key
  }

  #known(key: number, head: number, places: number): DecimalShape {
    const shape = this.#shapes.get(key) ?? new DecimalShape(head, places, this.decimals)
    this.#shapes.set(key, shape)
    return shape
  }
}

/** The number that four digits spell, the first in the lowest byte. */
export const fourDigits = (digits: number): number => {
  const pairs = Math.imul(digits, 10) + (digits >>> BYTE_BITS)
  return Math.imul(pairs & 255, 100) + ((pairs >>> 16) & 255)
}

/** Where decimals of one shape stand and where they go: every so many bytes, into every second slot. */
export interface Column {
  /** Reads go up to eight bytes before and behind a decimal. */
  words: DataView
  from: number
  stride: number
  count: number
  into: Float64Array
  slot: number
}

/** Reads decimals of exactly this shape, in units; how many, up to the first of another shape. */
export const readColumn = ({ words, from, stride, count, into, slot }: Column, shape: DecimalShape): number => {
  const { lastMask, moreMask, isOneDigit, isOneMore, lowMask, highMask, lowRest, highRest, lowShift, highShift, lowScale, highScale, fill } = shape
  let point = from + shape.head
  for (let index = 0; index < count; index++) {
    const last = (words.getInt32(point - 4, true) ^ ZEROS) & lastMask
    const low = (words.getInt32(point + 1, true) ^ ZEROS) & lowMask
    const high = (words.getInt32(point + 5, true) ^ ZEROS) & highMask
    let all = last | (last + SIXES) | low | (low + SIXES)
    let units = isOneDigit ? last >>> 24 : fourDigits(last)
    if (moreMask !== 0) {
      const more = (words.getInt32(point - 8, true) ^ ZEROS) & moreMask
      all |= more | (more + SIXES)
      units = (Math.imul(isOneMore ? more >>> 24 : fourDigits(more), TEN_THOUSAND) + units) | 0
    }
    units = (Math.imul(units, lowScale) + fourDigits(low << lowShift)) | 0
    if (highScale !== 0) {
      all |= high | (high + SIXES)
      units = (Math.imul(units, highScale) + fourDigits(high << highShift)) | 0
    }
    const rest = (words.getUint8(point) ^ POINT) | (low & lowRest) | (high & highRest) | (all & HIGH_HALVES)
    if (rest !== 0) return index
    into[slot + 2 * index] = Math.imul(units, fill)
    point += stride
  }
  return count
}
