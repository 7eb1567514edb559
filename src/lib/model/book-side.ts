import { Ladder } from './ladder.ts'
import { SortedLevels } from './sorted-levels.ts'

const FIRST_TICKS = 4_096
const TICKS_MAX = 65_536
const GROWTH = 4
/** Part of the ladder above the best price when it is placed. */
const HEADROOM = 8
/** After so many changes out of the ladder its place and size are looked at again. */
const REVIEWED_CHANGES = 256
/** A ladder that more than one in so many changes misses is too small. */
const MISSED_SHARE = 8
/** A ladder grows only for as many levels as one in so many of its ticks: memory follows the depth of the book. */
const DENSITY = 16
/** So few levels are found as quickly without a ladder. */
const SPARSE_LEVELS = 64

const baseFor = (best: number, { size }: Ladder): number => best - size + size / HEADROOM

/**
 * One side of a book: a ladder of ticks around the best price, which grows where changes are dense, and whatever is worse than it sorted.
 * Keys are ticks, negated for asks: the greatest is the best.
 */
export class BookSide {
  readonly #sign: 1 | -1
  readonly #far = new SortedLevels()
  #ladder: Ladder | null = null
  /** Key of the ladder's first tick. */
  #base = Number.POSITIVE_INFINITY
  #missed = 0
  #changes = 0

  constructor(sign: 1 | -1) {
    this.#sign = sign
  }

  get count(): number {
    return this.#far.count + (this.#ladder?.count ?? 0)
  }

  set(ticks: number, lots: number): void {
    this.#changes += 1
    const key = ticks * this.#sign
    const offset = key - this.#base
    const ladder = this.#ladder
    if (ladder !== null && offset >= 0 && offset < ladder.size) ladder.set(offset, lots)
    else this.#setOutside(key, lots)
  }

  setAll(levels: ArrayLike<number>): void {
    for (let index = 0; index + 1 < levels.length; index += 2) this.set(levels[index] ?? 0, levels[index + 1] ?? 0)
  }

  /** Replaces all by levels given best first. */
  load(levels: ArrayLike<number>): void {
    this.clear()
    if (this.#ladder !== null) this.#base = baseFor((levels[0] ?? 0) * this.#sign, this.#ladder)
    for (let index = levels.length - 2; index >= 0; index -= 2) this.set(levels[index] ?? 0, levels[index + 1] ?? 0)
  }

  ticksAt(level: number): number {
    const near = this.#ladder?.count ?? 0
    if (this.#ladder !== null && level < near) return (this.#base + this.#ladder.offsetOf(level)) * this.#sign
    return level < this.count ? this.#far.keyAt(level - near) * this.#sign : 0
  }

  lotsAt(level: number): number {
    const near = this.#ladder?.count ?? 0
    if (this.#ladder !== null && level < near) return this.#ladder.lotsAt(this.#ladder.offsetOf(level))
    return level < this.count ? this.#far.lotsAt(level - near) : 0
  }

  lotsOf(ticks: number): number {
    const key = ticks * this.#sign
    const offset = key - this.#base
    if (this.#ladder === null || offset < 0) return this.#far.lotsOf(key)
    return offset < this.#ladder.size ? this.#ladder.lotsAt(offset) : 0
  }

  clear(): void {
    this.#far.clear()
    this.#ladder?.clear()
  }

  #setOutside(key: number, lots: number): void {
    const ladder = this.#ladder
    if (ladder !== null && key >= this.#base) {
      if (lots === 0) return
      this.#place(key, ladder)
      this.#ladder?.set(key - this.#base, lots)
      return
    }
    this.#far.set(key, lots)
    this.#missed += 1
    if (this.#missed >= REVIEWED_CHANGES) this.#review()
  }

  /** Moves a ladder that the best price has left, and enlarges one that too many changes miss. */
  #review(): void {
    const isMissedOften = this.#missed * MISSED_SHARE > this.#changes
    this.#missed = 0
    this.#changes = 0
    const ladder = this.#ladder
    if (this.count < SPARSE_LEVELS || !isMissedOften) return
    const best = this.ticksAt(0) * this.#sign
    if (ladder === null) this.#place(best, new Ladder(FIRST_TICKS))
    else if (best - this.#base < ladder.size / 2) this.#place(best, ladder)
    else if (ladder.size < TICKS_MAX && this.count * DENSITY >= ladder.size) this.#place(best, new Ladder(GROWTH * ladder.size))
  }

  /** Puts all levels into a ladder around the best key, or into what lies below it. */
  #place(best: number, ladder: Ladder): void {
    const far = this.#far
    const base = baseFor(best, ladder)
    const near = this.#takeNear(base)
    this.#ladder = ladder
    if (ladder.count > 0) ladder.clear()
    for (let index = near.length - 2; index >= 0; index -= 2) {
      const [key = 0, lots = 0] = [near[index], near[index + 1]]
      if (key < base) far.set(key, lots)
      else ladder.set(key - base, lots)
    }
    this.#base = base
  }

  /** The levels of the ladder and those sorted ones that are not below a key, best first. */
  #takeNear(base: number): number[] {
    const near: number[] = []
    const ladder = this.#ladder
    for (let offset = ladder?.top ?? -1; ladder !== null && offset >= 0; offset = ladder.below(offset)) near.push(this.#base + offset, ladder.lotsAt(offset))
    const far = this.#far
    for (; far.count > 0 && far.keyAt(0) >= base; far.pop()) near.push(far.keyAt(0), far.lotsAt(0))
    return near
  }
}
