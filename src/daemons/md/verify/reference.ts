import { Book, topHash } from '../../../lib/model/book.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import type { BookImage, DepthDiff, DepthSnapshot } from '../../../lib/venues/market.ts'
import { truncate } from '../kept-levels.ts'

const REMEMBERED = 8_192

/** What equal books have in common, and how many levels a side the venue keeps. */
export interface ReferenceRules {
  readonly fingerprint: (book: Book) => string
  readonly keptLevels: number | null
}

const BY_ID: ReferenceRules = { fingerprint: topHash, keptLevels: null }

/** The book that applies every recorded diff: what each update id must look like, and what a snapshot would say now. */
export class Reference {
  readonly instrument: Instrument
  readonly book = new Book()
  updateId = 0
  eventUs = 0
  /** The recording's snapshot has come. */
  ready = false
  #waiting: DepthDiff[] = []
  /** Fingerprint of the book by update id. */
  readonly #hashes = new Map<number, string>()

  readonly #rules: ReferenceRules

  constructor(instrument: Instrument, rules = BY_ID) {
    this.instrument = instrument
    this.#rules = rules
  }

  fingerprint(book: Book): string {
    return this.#rules.fingerprint(book)
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

  /** Takes the next message of a stream that names no ids: they are counted. */
  follow(message: BookImage | DepthDiff): void {
    if (message.type === 'book') {
      this.book.load('buy', message.bids)
      this.book.load('sell', message.asks)
      this.ready = true
    } else if (this.ready) {
      this.book.setAll('buy', message.bids)
      this.book.setAll('sell', message.asks)
    }
    if (this.#rules.keptLevels !== null) truncate(this.book, this.#rules.keptLevels)
    this.eventUs = message.eventUs
    this.#remember(this.updateId + 1)
  }

  /** Fingerprint of the book right after an update; null for an id that is none of ours or long gone. */
  hashAt(updateId: number): string | null {
    return this.#hashes.get(updateId) ?? null
  }

  #remember(updateId: number): void {
    this.updateId = updateId
    this.#hashes.set(updateId, this.#rules.fingerprint(this.book))
    if (this.#hashes.size <= REMEMBERED) return
    const [oldest] = this.#hashes.keys()
    if (oldest !== undefined) this.#hashes.delete(oldest)
  }
}
