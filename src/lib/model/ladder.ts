const WORD_BITS = 5
const WORD = 1 << WORD_BITS
const BLOCK_BITS = 2 * WORD_BITS
const LAST_BIT = WORD - 1

/** Sizes by offset, with bitmaps of two levels that find the next one: each change takes the same short time. */
export class Ladder {
  readonly size: number
  count = 0
  /** Highest offset with a size; -1: there is none. */
  top = -1
  readonly #lots: Float64Array
  readonly #words: Int32Array
  readonly #summary: Int32Array
  /** Sizes of each word of the summary. */
  readonly #counts: Int16Array
  #seenLevel = -1
  #seenOffset = -1

  /** `size` is a multiple of 1,024. */
  constructor(size: number) {
    this.size = size
    this.#lots = new Float64Array(size)
    this.#words = new Int32Array(size >>> WORD_BITS)
    this.#summary = new Int32Array(size >>> BLOCK_BITS)
    this.#counts = new Int16Array(size >>> BLOCK_BITS)
  }

  set(offset: number, lots: number): void {
    const before = this.#lots[offset] ?? 0
    this.#lots[offset] = lots
    if (before === 0) {
      if (lots !== 0) this.#mark(offset)
    } else if (lots === 0) this.#unmark(offset)
  }

  lotsAt(offset: number): number {
    return this.#lots[offset] ?? 0
  }

  /** Offset of the level so many below the top; there must be as many. Going down level by level is quickest. */
  offsetOf(level: number): number {
    if (level !== this.#seenLevel) {
      this.#seenOffset = level === this.#seenLevel + 1 && level > 0 ? this.below(this.#seenOffset) : this.#search(level)
      this.#seenLevel = level
    }
    return this.#seenOffset
  }

  /** Highest offset with a size below this one; -1 when there is none. */
  below(offset: number): number {
    let word = offset >>> WORD_BITS
    const bits = (this.#words[word] ?? 0) & ((1 << (offset & LAST_BIT)) - 1)
    if (bits !== 0) return (word << WORD_BITS) + LAST_BIT - Math.clz32(bits)
    let block = word >>> WORD_BITS
    let words = (this.#summary[block] ?? 0) & ((1 << (word & LAST_BIT)) - 1)
    while (words === 0) {
      block -= 1
      if (block < 0) return -1
      words = this.#summary[block] ?? 0
    }
    word = (block << WORD_BITS) + LAST_BIT - Math.clz32(words)
    return (word << WORD_BITS) + LAST_BIT - Math.clz32(this.#words[word] ?? 0)
  }

  clear(): void {
    this.#lots.fill(0)
    this.#words.fill(0)
    this.#summary.fill(0)
    this.#counts.fill(0)
    this.count = 0
    this.top = -1
    this.#seenLevel = -1
  }

  #search(level: number): number {
    let block = this.top >>> BLOCK_BITS
    let left = level
    for (let count = this.#counts[block] ?? 0; left >= count && block > 0; count = this.#counts[block] ?? 0) {
      left -= count
      block -= 1
    }
    let offset = this.below((block + 1) << BLOCK_BITS)
    for (; left > 0; left--) offset = this.below(offset)
    return offset
  }

  #mark(offset: number): void {
    const word = offset >>> WORD_BITS
    const block = offset >>> BLOCK_BITS
    this.#words[word] = (this.#words[word] ?? 0) | (1 << (offset & LAST_BIT))
    this.#summary[block] = (this.#summary[block] ?? 0) | (1 << (word & LAST_BIT))
    this.#counts[block] = (this.#counts[block] ?? 0) + 1
    this.count += 1
    this.#seenLevel = -1
    if (offset > this.top) this.top = offset
  }

  #unmark(offset: number): void {
    const word = offset >>> WORD_BITS
    const block = offset >>> BLOCK_BITS
    const bits = (this.#words[word] ?? 0) & ~(1 << (offset & LAST_BIT))
    this.#words[word] = bits
    if (bits === 0) this.#summary[block] = (this.#summary[block] ?? 0) & ~(1 << (word & LAST_BIT))
    this.#counts[block] = (this.#counts[block] ?? 0) - 1
    this.count -= 1
    this.#seenLevel = -1
    if (offset === this.top) this.top = this.below(offset)
  }
}
