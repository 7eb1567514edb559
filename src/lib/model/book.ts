import { BookSide } from './book-side.ts'
import type { Side } from './order.ts'

/** Levels a side that a fingerprint covers. */
export const HASH_LEVELS = 20
const WORD = 4_294_967_296

/** Order book of one instrument in whole ticks and lots: `buy` is the bids. Level 0 of a side is its best. */
export class Book {
  readonly #bids = new BookSide(1)
  readonly #asks = new BookSide(-1)

  #half(side: Side): BookSide {
    return side === 'buy' ? this.#bids : this.#asks
  }

  /** Sets the absolute size of a level; 0 lots deletes it, known or not. Ticks are 1 or more, lots 0 or more, both safe integers. */
  set(side: Side, ticks: number, lots: number): void {
    this.#half(side).set(ticks, lots)
  }

  /** Sets many levels, given as ticks, lots, ticks, lots ...; of two for one price the last counts. */
  setAll(side: Side, levels: ArrayLike<number>): void {
    this.#half(side).setAll(levels)
  }

  /** Replaces a side by levels given best first, in the form of `setAll`. */
  load(side: Side, levels: ArrayLike<number>): void {
    this.#half(side).load(levels)
  }

  clear(): void {
    this.#bids.clear()
    this.#asks.clear()
  }

  /** Levels of a side. */
  count(side: Side): number {
    return this.#half(side).count
  }

  /** Price of a level by rank; 0 where there is none. */
  ticksAt(side: Side, level: number): number {
    return this.#half(side).ticksAt(level)
  }

  /** Size of a level by rank; 0 where there is none. */
  lotsAt(side: Side, level: number): number {
    return this.#half(side).lotsAt(level)
  }

  /** Size at a price; 0 when nobody is there. */
  lotsOf(side: Side, ticks: number): number {
    return this.#half(side).lotsOf(ticks)
  }

  /** True when the best bid is at or above the best ask: such a book is wrong. */
  crossed(): boolean {
    return this.#bids.count > 0 && this.#asks.count > 0 && this.#bids.ticksAt(0) >= this.#asks.ticksAt(0)
  }

  /** Copies the best levels as ticks, lots, ticks, lots ... as far as `into` has room; returns how many levels. */
  top(side: Side, into: Float64Array): number {
    const half = this.#half(side)
    const count = Math.min(half.count, into.length >> 1)
    for (let level = 0; level < count; level++) {
      into[2 * level] = half.ticksAt(level)
      into[2 * level + 1] = half.lotsAt(level)
    }
    return count
  }

  /** Shows the levels of a side, best first, until `visit` returns false. Nothing may be set meanwhile. */
  walk(side: Side, visit: (ticks: number, lots: number) => boolean): void {
    const half = this.#half(side)
    for (let level = 0; level < half.count; level++) if (!visit(half.ticksAt(level), half.lotsAt(level))) return
  }
}

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0')

const scrambled = (word: number, other: number): number => {
  const mixed = Math.imul(word ^ (word >>> 16), 2_246_822_507)
  return mixed ^ Math.imul(other ^ (other >>> 13), 3_266_489_909)
}

/** 64 bits over ticks and lots of the best 20 levels of both sides, as 16 hex digits: equal tops have equal hashes in every process. */
export const topHash = (book: Book): string => {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  const add = (value: number): void => {
    for (const word of [(value % WORD) | 0, Math.floor(value / WORD) | 0]) {
      a = Math.imul(a ^ word, 2_654_435_761)
      b = Math.imul(b ^ word, 1_597_334_677)
      a = (a << 13) | (a >>> 19)
      b = (b << 17) | (b >>> 15)
    }
  }
  const addSide = (side: Side): void => {
    const count = Math.min(HASH_LEVELS, book.count(side))
    add(count)
    for (let level = 0; level < count; level++) {
      add(book.ticksAt(side, level))
      add(book.lotsAt(side, level))
    }
  }
  addSide('buy')
  addSide('sell')
  return hex(scrambled(a, b)) + hex(scrambled(b, a))
}
