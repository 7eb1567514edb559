import type { LevelMemory } from '../level-memory.ts'
import type { DecimalForm } from './decimal-form.ts'
import type { FrameCursor } from './frame-cursor.ts'
import { type LevelRun, readLevels } from './level-loop.ts'

const COMMA = 44
const OPEN = 91
const CLOSE = 93

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
  private readonly run: LevelRun

  constructor(cursor: FrameCursor) {
    this.cursor = cursor
    this.run = { words: cursor.words, at: 0, into: this.flat, count: 0 }
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
    while (isOpen && !this.shaped(forms)) {
      if (2 * this.count === this.flat.length) this.flat = memory.grow()
      isOpen = this.single(forms)
      if (isOpen && cursor.bytes[this.at - 1] === CLOSE) break
    }
    cursor.at = this.at
    return isOpen ? this.count : -1
  }

  /** Reads on as long as the levels have these shapes; true at the end of the list. */
  private shaped({ price, qty }: LevelForms): boolean {
    const { run } = this
    run.words = this.cursor.words
    run.into = this.flat
    run.at = this.at
    run.count = this.count
    const isWhole = readLevels(run, price.shape, qty.shape)
    this.at = run.at
    this.count = run.count
    return isWhole
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
