import type { Book } from '../../lib/model/book.ts'
import type { BestPrices } from '../../lib/venues/market.ts'

const TICKERS = 64
const TOPS = 16
const WORDS = 5

/** What a comparison came to; null: there was nothing of the same update id to compare with. */
export type Verdict = boolean | null

/** The last few best prices by update id. */
class Memory {
  readonly #rows: Float64Array
  readonly #capacity: number
  #next = 0

  constructor(capacity: number) {
    this.#capacity = capacity
    this.#rows = new Float64Array(capacity * WORDS).fill(-1)
  }

  put(row: Float64Array): void {
    this.#rows.set(row, this.#next * WORDS)
    this.#next = (this.#next + 1) % this.#capacity
  }

  compare(row: Float64Array): Verdict {
    const rows = this.#rows
    for (let start = 0; start < rows.length; start += WORDS) {
      if (rows[start] !== row[0]) continue
      return rows[start + 1] === row[1] && rows[start + 2] === row[2] && rows[start + 3] === row[3] && rows[start + 4] === row[4]
    }
    return null
  }

  clear(): void {
    this.#rows.fill(-1)
  }
}

/** Compares the book with the venue's best prices wherever both tell of the same update, whichever came first. */
export class SelfCheck {
  readonly #tickers = new Memory(TICKERS)
  readonly #tops = new Memory(TOPS)
  readonly #row = new Float64Array(WORDS)

  /** The venue's best prices; compared with the book's top of that update, if it still is known. */
  ticker(best: BestPrices): Verdict {
    const row = this.#row
    row[0] = best.updateId
    row[1] = best.bidTicks
    row[2] = best.bidLots
    row[3] = best.askTicks
    row[4] = best.askLots
    this.#tickers.put(row)
    return this.#tops.compare(row)
  }

  /** The book right after an update. */
  book(updateId: number, book: Book): Verdict {
    const row = this.#row
    row[0] = updateId
    row[1] = book.ticksAt('buy', 0)
    row[2] = book.lotsAt('buy', 0)
    row[3] = book.ticksAt('sell', 0)
    row[4] = book.lotsAt('sell', 0)
    this.#tops.put(row)
    return this.#tickers.compare(row)
  }

  /** The book is no longer trusted; what the venue said still is. */
  forgetBook(): void {
    this.#tops.clear()
  }

  clear(): void {
    this.#tops.clear()
    this.#tickers.clear()
  }
}
