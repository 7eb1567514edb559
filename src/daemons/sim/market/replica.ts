import { Book, topHash } from '../../../lib/model/book.ts'
import type { Side } from '../../../lib/model/order.ts'

/** Lots at one price. */
export interface Slice {
  readonly ticks: number
  readonly lots: number
}

/** A whole book, levels flat as ticks, lots, ticks, lots ... and best first. */
export interface BookLevels {
  readonly updateId: number
  readonly bids: readonly number[]
  readonly asks: readonly number[]
}

/** Levels that changed, flat; 0 lots: the level is gone. */
export interface LevelDiff {
  readonly firstId: number
  readonly lastId: number
  readonly bids: readonly number[]
  readonly asks: readonly number[]
}

/** The public book as every correct client must have it. */
export interface Replica {
  /** False before the snapshot; diffs wait for it. */
  readonly ready: boolean
  /** Id of the last applied change. */
  readonly updateId: number
  /** First id of the diffs that wait for a snapshot; null when none does. */
  readonly waitingId: number | null
  readonly appliedCount: number
  readonly gapCount: number
  load(levels: BookLevels): void
  /** Forgets the book; diffs wait for the next snapshot. */
  drop(): void
  /** False while there is no snapshot yet, and for a diff that the book already holds. */
  apply(diff: LevelDiff): boolean
  best(side: Side): Slice | null
  lotsAt(side: Side, ticks: number): number
  /** Level of a side by rank, best first. */
  level(side: Side, rank: number): Slice | null
  /** At most so many levels, best first. */
  levels(side: Side, count: number): Slice[]
  /** Fingerprint of the best 20 levels of both sides. */
  hash(): string
}

class PublicBook implements Replica {
  ready = false
  updateId = 0
  appliedCount = 0
  gapCount = 0
  readonly #book = new Book()
  #waiting: LevelDiff[] = []

  get waitingId(): number | null {
    return this.#waiting[0]?.firstId ?? null
  }

  load({ updateId, bids, asks }: BookLevels): void {
    this.#book.load('buy', bids)
    this.#book.load('sell', asks)
    this.updateId = updateId
    this.ready = true
    const waiting = this.#waiting
    this.#waiting = []
    for (const diff of waiting) this.apply(diff)
  }

  drop(): void {
    this.#book.load('buy', [])
    this.#book.load('sell', [])
    this.#waiting = []
    this.ready = false
  }

  apply(diff: LevelDiff): boolean {
    if (!this.ready) {
      this.#waiting.push(diff)
      return false
    }
    if (diff.lastId <= this.updateId) return false
    if (diff.firstId > this.updateId + 1) this.gapCount += 1
    this.#book.setAll('buy', diff.bids)
    this.#book.setAll('sell', diff.asks)
    this.updateId = diff.lastId
    this.appliedCount += 1
    return true
  }

  best(side: Side): Slice | null {
    return this.level(side, 0)
  }

  lotsAt(side: Side, ticks: number): number {
    return this.#book.lotsOf(side, ticks)
  }

  level(side: Side, rank: number): Slice | null {
    if (rank >= this.#book.count(side)) return null
    return { ticks: this.#book.ticksAt(side, rank), lots: this.#book.lotsAt(side, rank) }
  }

  levels(side: Side, count: number): Slice[] {
    const length = Math.min(count, this.#book.count(side))
    return Array.from({ length }, (_, rank) => ({ ticks: this.#book.ticksAt(side, rank), lots: this.#book.lotsAt(side, rank) }))
  }

  hash(): string {
    return topHash(this.#book)
  }
}

export const createReplica = (): Replica => new PublicBook()
