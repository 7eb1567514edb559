import type { Side } from './order.ts'

const FIRST_CAPACITY = 1_024
const HASH_LEVELS = 20
const WORD = 4_294_967_296

/** One side, sorted so that the best level is the last: changes near the touch then move little. Keys are ticks, negated for asks. */
class HalfBook {
  readonly #sign: 1 | -1
  #keys = new Float64Array(FIRST_CAPACITY)
  #lots = new Float64Array(FIRST_CAPACITY)
  #count = 0

  constructor(sign: 1 | -1) {
    this.#sign = sign
  }

  get count(): number {
    return this.#count
  }

  set(ticks: number, lots: number): void {
    const key = ticks * this.#sign
    const at = this.#find(key)
    const isKnown = at < this.#count && this.#keys[at] === key
    if (lots !== 0) {
      if (!isKnown) this.#open(at, key)
      this.#lots[at] = lots
    } else if (isKnown) this.#close(at)
  }

  ticksAt(level: number): number {
    return level < this.#count ? (this.#keys[this.#count - 1 - level] ?? 0) * this.#sign : 0
  }

  lotsAt(level: number): number {
    return level < this.#count ? (this.#lots[this.#count - 1 - level] ?? 0) : 0
  }

  lotsOf(ticks: number): number {
    const key = ticks * this.#sign
    const at = this.#find(key)
    return at < this.#count && this.#keys[at] === key ? (this.#lots[at] ?? 0) : 0
  }

  clear(): void {
    this.#count = 0
  }

  /** Index of the first key that is not below. */
  #find(key: number): number {
    const keys = this.#keys
    let low = 0
    let high = this.#count
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((keys[middle] ?? 0) < key) low = middle + 1
      else high = middle
    }
    return low
  }

  #open(at: number, key: number): void {
    if (this.#count === this.#keys.length) this.#grow()
    if (at < this.#count) {
      this.#keys.copyWithin(at + 1, at, this.#count)
      this.#lots.copyWithin(at + 1, at, this.#count)
    }
    this.#keys[at] = key
    this.#count += 1
  }

  #close(at: number): void {
    this.#keys.copyWithin(at, at + 1, this.#count)
    this.#lots.copyWithin(at, at + 1, this.#count)
    this.#count -= 1
  }

  #grow(): void {
    const keys = new Float64Array(2 * this.#keys.length)
    const lots = new Float64Array(2 * this.#lots.length)
    keys.set(this.#keys)
    lots.set(this.#lots)
    this.#keys = keys
    this.#lots = lots
  }
}

/** Order book of one instrument in whole ticks and lots: `buy` is the bids. Level 0 of a side is its best. */
export class Book {
  readonly #bids = new HalfBook(1)
  readonly #asks = new HalfBook(-1)

  #half(side: Side): HalfBook {
    return side === 'buy' ? this.#bids : this.#asks
  }

  /** Sets the absolute size of a level; 0 lots deletes it, known or not. Ticks are 1 or more, lots 0 or more, both safe integers. */
  set(side: Side, ticks: number, lots: number): void {
    this.#half(side).set(ticks, lots)
  }

  /** Sets many levels, given as ticks, lots, ticks, lots ...; of two for one price the last counts. */
  setAll(side: Side, levels: ArrayLike<number>): void {
    const half = this.#half(side)
    for (let index = 0; index + 1 < levels.length; index += 2) half.set(levels[index] ?? 0, levels[index + 1] ?? 0)
  }

  /** Replaces a side by levels given best first, in the form of `setAll`. */
  load(side: Side, levels: ArrayLike<number>): void {
    const half = this.#half(side)
    half.clear()
    for (let index = levels.length - 2; index >= 0; index -= 2) half.set(levels[index] ?? 0, levels[index + 1] ?? 0)
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
