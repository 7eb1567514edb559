import { Book, topHash } from '../../../lib/model/book.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import type { DepthDiff, DepthSnapshot } from '../../../lib/venues/market.ts'

const REMEMBERED = 8_192

/** The book that applies every recorded diff: what each update id must look like, and what a snapshot would say now. */
export class Reference {
  readonly instrument: Instrument
  readonly book = new Book()
  updateId = 0
  /** The recording's snapshot has come. */
  ready = false
  #waiting: DepthDiff[] = []
  /** Fingerprint of the best levels by update id. */
  readonly #hashes = new Map<number, string>()

  constructor(instrument: Instrument) {
    this.instrument = instrument
  }

  load({ lastId, bids, asks }: DepthSnapshot): void {
    this.book.load('buy', bids)
    this.book.load('sell', asks)
    this.ready = true
    this.#remember(lastId)
    const waiting = this.#waiting
    this.#waiting = []
    for (const diff of waiting) this.apply(diff)
  }

  apply(diff: DepthDiff): void {
    if (!this.ready) {
      this.#waiting.push({ ...diff, bids: Float64Array.from(diff.bids), asks: Float64Array.from(diff.asks) })
      return
    }
    if (diff.lastId <= this.updateId) return
    this.book.setAll('buy', diff.bids)
    this.book.setAll('sell', diff.asks)
    this.#remember(diff.lastId)
  }

  /** Fingerprint of the book right after an update; null for an id that is none of ours or long gone. */
  hashAt(updateId: number): string | null {
    return this.#hashes.get(updateId) ?? null
  }

  #remember(updateId: number): void {
    this.updateId = updateId
    this.#hashes.set(updateId, topHash(this.book))
    if (this.#hashes.size <= REMEMBERED) return
    const [oldest] = this.#hashes.keys()
    if (oldest !== undefined) this.#hashes.delete(oldest)
  }
}
