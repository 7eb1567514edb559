import { type Column, type DecimalForm, fourDigits, readColumn } from './decimal-form.ts'

const QUOTE = 34
const POINT = 46
const ZERO = 48
const ZEROS = 0x30303030
const SIXES = 0x06060606
const HIGH_HALVES = 0xf0f0f0f0 | 0
const TEN_THOUSAND = 10_000
const BACKSLASH = 92
const SPACE = 32
const TILDE = 126

const FIRST_BYTES = 4_096
/** Room behind a frame for its end mark and for reads of words. */
const MARGIN_BYTES = 64
/** Longer frames are left to the general reader. */
const FRAME_BYTES_MAX = 1_048_576
/** So many digits fit into 32 bits with a sign. */
const SHORT_DIGITS = 9
/** So many digits are exact in a double, whatever they are. */
const LONG_DIGITS = 15
const SCALES = Float64Array.from({ length: LONG_DIGITS + 1 }, (_, power) => 10 ** power)

const LENGTH_MAX = 40
/** More places are left to the long way, which counts the whole text. */
const PLACES_MAX = 30

/** A copy of one frame with an end mark, and readers that go forward over it. Each tells whether it has read what it names. */
export class FrameCursor {
  at = 0
  end = 0
  bytes = new Uint8Array(FIRST_BYTES + MARGIN_BYTES)
  /** Where decimals go. */
  into: Float64Array = new Float64Array(1)
  /** The same bytes. */
  words = new DataView(this.bytes.buffer)
  private units = 0
  private readonly column: Column = { words: this.words, from: 0, stride: 0, count: 1, into: this.into, slot: 0 }

  /** Takes a frame over; false for one that is too long. */
  load(frame: Uint8Array): boolean {
    const { length } = frame
    if (length > FRAME_BYTES_MAX) return false
    if (length + MARGIN_BYTES > this.bytes.length) {
      this.bytes = new Uint8Array(2 * length + MARGIN_BYTES)
      this.words = new DataView(this.bytes.buffer)
    }
    this.bytes.set(frame)
    this.bytes[length] = 0
    this.at = 0
    this.end = length
    return true
  }

  /** A byte that must come. */
  take(byte: number): boolean {
    if (this.bytes[this.at] !== byte) return false
    this.at += 1
    return true
  }

  /** Bytes that must come. */
  takeAll(expected: Uint8Array): boolean {
    const { bytes, at } = this
    const { length } = expected
    for (let index = 0; index < length; index++) if (bytes[at + index] !== expected[index]) return false
    this.at = at + length
    return true
  }

  /** The rest of a text up to and with its quote; none with an escape or beyond ASCII. */
  text(): boolean {
    const { bytes } = this
    let at = this.at
    let byte = bytes[at] ?? 0
    while (byte !== QUOTE && byte >= SPACE && byte <= TILDE && byte !== BACKSLASH) {
      at += 1
      byte = bytes[at] ?? 0
    }
    this.at = at + 1
    return byte === QUOTE
  }

  isDigit(at: number): boolean {
    return ((this.bytes[at] ?? 0) - ZERO) >>> 0 < 10
  }

  /** A whole number without a sign, up to 15 digits. */
  whole(into: Float64Array, slot: number): boolean {
    const { words, at: start } = this
    let at = start | 0
    let value = 0
    let word = words.getInt32(at, true) ^ ZEROS
    while (((word | (word + SIXES)) & HIGH_HALVES) === 0 && at - start < LONG_DIGITS) {
      value = value * TEN_THOUSAND + fourDigits(word)
      at = (at + 4) | 0
      word = words.getInt32(at, true) ^ ZEROS
    }
    let rest = 0
    let scale = 1
    for (let digit = word & 255; digit < 10 && at - start <= LONG_DIGITS; digit = word & 255) {
      rest = (Math.imul(rest, 10) + digit) | 0
      scale = Math.imul(scale, 10)
      at = (at + 1) | 0
      word >>>= 8
    }
    const count = at - start
    if (count === 0 || count > LONG_DIGITS || (count > 1 && words.getUint8(start) === ZERO)) return false
    into[slot] = value * scale + rest
    this.at = at
    return true
  }

  /** A decimal in quotes, as whole steps of `into`'s slot; the place behind it, -1 when it is none. */
  decimal(from: number, form: DecimalForm, slot: number): number {
    const { shape } = form
    const end = from + 1 + shape.length
    if (from < shape.length || end > this.end) return this.anyDecimal(from, form, slot)
    const { column, bytes } = this
    column.words = this.words
    column.from = from + 1
    column.into = this.into
    column.slot = slot
    if (bytes[from] !== QUOTE || bytes[end] !== QUOTE || readColumn(column, shape) === 0) return this.anyDecimal(from, form, slot)
    return end + 1
  }

  /** The same in whatever shape. */
  private anyDecimal(from: number, form: DecimalForm, slot: number): number {
    const { bytes } = this
    if (bytes[from] !== QUOTE) return -1
    this.units = 0
    const point = this.digits(from + 1, SHORT_DIGITS)
    const head = point - from - 1
    if (head === 0 || head + form.decimals > SHORT_DIGITS || bytes[point] !== POINT) return this.longDecimal(from, form, slot)
    const end = this.places(point + 1, form)
    if (end < 0) return this.longDecimal(from, form, slot)
    this.into[slot] = this.units
    form.note(head, end - point - 1)
    return form.step === 1 || toSteps(form, this.into, slot) ? end + 1 : -1
  }

  /** Adds up to so many digits to the units; where they end. */
  private digits(from: number, maxCount: number): number {
    const { bytes } = this
    const last = from + maxCount
    let units = this.units
    let at = from
    let digit = ((bytes[at] ?? 0) - ZERO) >>> 0
    while (digit < 10 && at < last) {
      units = (Math.imul(units, 10) + digit) | 0
      at += 1
      digit = ((bytes[at] ?? 0) - ZERO) >>> 0
    }
    this.units = units
    return at
  }

  /** Places behind the point, filled up to the unit: the quote behind them, -1 for anything finer. */
  private places(from: number, { decimals }: DecimalForm): number {
    const { bytes } = this
    let at = this.digits(from, decimals)
    this.units = Math.imul(this.units, SCALES[decimals - (at - from)] ?? 0)
    while (bytes[at] === ZERO) at += 1
    return at > from && at - from <= PLACES_MAX && bytes[at] === QUOTE ? at : -1
  }

  /** The same for more digits than fit into 32 bits, and for sizes finer than a unit. */
  private longDecimal(from: number, form: DecimalForm, slot: number): number {
    const { bytes } = this
    const start = from + 1
    const point = this.run(start)
    const hasPlaces = bytes[point] === POINT
    const end = hasPlaces ? this.run(point + 1) : point
    const head = point - start
    const isDecimal = head > 0 && head + form.decimals <= LONG_DIGITS && bytes[end] === QUOTE && end - start <= LENGTH_MAX
    if (!isDecimal || (hasPlaces && end === point + 1)) return -1
    const whole = Math.min(end, point + 1 + form.decimals)
    const places = Math.max(0, whole - point - 1)
    const units = this.sum(point + 1, whole, this.sum(start, point, 0)) * (SCALES[form.decimals - places] ?? 1)
    const isFiner = this.sum(whole, end, 0) > 0
    if (isFiner && !form.roundsUp) return -1
    this.into[slot] = units + (isFiner ? 1 : 0)
    return toSteps(form, this.into, slot) ? end + 1 : -1
  }

  /** Where the digits end. */
  private run(from: number): number {
    const { bytes } = this
    let at = from
    while (((bytes[at] ?? 0) - ZERO) >>> 0 < 10) at += 1
    return at
  }

  private sum(from: number, to: number, before: number): number {
    let sum = before
    for (let at = from; at < to; at++) sum = sum * 10 + (this.bytes[at] ?? 0) - ZERO
    return sum
  }
}

/** Turns units into steps. */
const toSteps = ({ step, roundsUp }: DecimalForm, into: Float64Array, slot: number): boolean => {
  const units = into[slot] ?? 0
  const rest = units % step
  into[slot] = (units - rest) / step + (rest > 0 ? 1 : 0)
  return rest === 0 || roundsUp
}
