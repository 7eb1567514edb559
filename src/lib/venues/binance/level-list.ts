import type { LevelMemory } from '../level-memory.ts'
import { type Column, type DecimalForm, type DecimalShape, readColumn } from './decimal-form.ts'
import type { FrameCursor } from './frame-cursor.ts'

const QUOTE = 34
const COMMA = 44
const OPEN = 91
const CLOSE = 93
const BETWEEN_BYTES = 3
const THREE_BYTES = 0xffffff
/** `","`, `"],[` and `"]]`, as words are read from memory. */
const BETWEEN = 0x222c22
const NEXT = 0x5b2c5d22
const LAST = 0x5d5d22

/** How a symbol's prices and sizes are counted. */
export interface LevelForms {
  readonly price: DecimalForm
  readonly qty: DecimalForm
}

/** Reads lists of price and size, most of which have the same shape as the one before. */
export class LevelList {
  private readonly cursor: FrameCursor
  private flat: Float64Array = new Float64Array(0)
  private at = 0
  private count = 0
  private isWhole = false
  private readonly column: Column

  constructor(cursor: FrameCursor) {
    this.cursor = cursor
    this.column = { words: cursor.words, from: 0, stride: 0, count: 0, into: this.flat, slot: 0 }
  }

  /** How many levels the list at the cursor has; -1 when it is none. */
  read(memory: LevelMemory, forms: LevelForms): number {
    const { cursor } = this
    if (!cursor.take(OPEN)) return -1
    if (cursor.take(CLOSE)) return 0
    this.flat = memory.flat
    this.count = 0
    this.at = cursor.at
    let isOpen = cursor.bytes[this.at] === OPEN
    while (isOpen && !this.shaped(forms.price.shape, forms.qty.shape)) {
      if (2 * this.count === this.flat.length) this.flat = memory.grow()
      isOpen = this.single(forms)
      if (isOpen && cursor.bytes[this.at - 1] === CLOSE) break
    }
    cursor.at = this.at
    return isOpen ? this.count : -1
  }

  /** Reads on as long as the levels have these shapes; true at the end of the list. */
  private shaped(price: DecimalShape, qty: DecimalShape): boolean {
    const { column, count, at } = this
    const toQty = 2 + price.length + BETWEEN_BYTES
    const stride = toQty + qty.length + BETWEEN_BYTES
    const framed = this.framed(toQty, stride)
    column.words = this.cursor.words
    column.into = this.flat
    column.stride = stride
    column.count = framed
    column.from = at + 2
    column.slot = 2 * count
    column.count = this.priced(readColumn(column, price))
    column.from = at + toQty
    column.slot += 1
    const read = readColumn(column, qty)
    this.count = count + read
    this.at = at + read * stride
    return this.isWhole && read === framed
  }

  /** How many levels have their quotes, comma and brackets where these lengths put them, and room to go; notes whether they are the rest of the list. */
  private framed(toQty: number, stride: number): number {
    const { words, bytes } = this.cursor
    const room = (this.flat.length >> 1) - this.count
    let count = 0
    let tail = NEXT
    for (let at = this.at; tail === NEXT && count < room; at += stride) {
      const split = (words.getInt32(at + toQty - BETWEEN_BYTES, true) & THREE_BYTES) ^ BETWEEN
      tail = words.getInt32(at + stride - BETWEEN_BYTES, true)
      if (tail !== NEXT) tail &= THREE_BYTES
      if (split !== 0 || bytes[at + 1] !== QUOTE || (tail !== NEXT && tail !== LAST)) tail = 0
      else count += 1
    }
    this.isWhole = tail === LAST
    return count
  }

  /** A price of nothing is none. */
  private priced(count: number): number {
    const { flat } = this
    for (let index = 0, slot = 2 * this.count; index < count; index++, slot += 2) if (flat[slot] === 0) return index
    return count
  }

  /** Reads one level of any shape and what comes behind it: the start of another, or the end of the list. */
  private single({ price, qty }: LevelForms): boolean {
    const { cursor, count } = this
    const { bytes } = cursor
    cursor.into = this.flat
    const middle = cursor.decimal(this.at + 1, price, 2 * count)
    if (middle < 0 || bytes[middle] !== COMMA || this.flat[2 * count] === 0) return false
    const end = cursor.decimal(middle + 1, qty, 2 * count + 1)
    if (end < 0 || bytes[end] !== CLOSE) return false
    this.count = count + 1
    this.at = end + 2
    return bytes[end + 1] === CLOSE || (bytes[end + 1] === COMMA && bytes[end + 2] === OPEN)
  }
}
