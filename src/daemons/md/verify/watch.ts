import type { BookState } from '../../../lib/contracts/market.ts'
import type { Line } from '../line.ts'
import type { Reference } from './reference.ts'

interface Seen {
  state: BookState
  reported: BookState
  updateId: number
  sinceUs: number
  requestedUs: number
}

/** Compares md's books with the reference whenever they say that they are valid, and keeps the account of when they do not. */
export class Watch {
  compared = 0
  wrong = 0
  validUs = 0
  stalePeriods = 0
  healed = 0
  unreported = 0
  /** Requests for a snapshot that came sooner than the least back-off after another of the symbol. */
  hurried = 0
  readonly #backoffMinUs: number
  readonly #seen = new Map<string, Seen>()
  readonly #reference: (symbol: string) => Reference | undefined

  constructor(reference: (symbol: string) => Reference | undefined, backoffMinUs: number) {
    this.#reference = reference
    this.#backoffMinUs = backoffMinUs
  }

  /** md told everybody the state of a book. */
  reported(symbol: string, state: BookState, nowUs: number): void {
    this.#of(symbol, nowUs).reported = state
  }

  requested(symbol: string, nowUs: number): void {
    const seen = this.#of(symbol, nowUs)
    if (nowUs - seen.requestedUs < this.#backoffMinUs) this.hurried += 1
    seen.requestedUs = nowUs
  }

  /** After every step of md; `id` is the reference's for a book that has changed. */
  look(line: Line, nowUs: number, id = line.updateId): void {
    const seen = this.#of(line.symbol, nowUs)
    if (seen.state !== line.state) this.#change(seen, line.state, nowUs)
    if (line.state === 'valid' && line.updateId !== seen.updateId) this.#compare(line, id)
    seen.updateId = line.updateId
  }

  end(nowUs: number): void {
    for (const seen of this.#seen.values()) if (seen.state === 'valid') this.validUs += nowUs - seen.sinceUs
  }

  #change(seen: Seen, state: BookState, nowUs: number): void {
    if (seen.reported !== state) this.unreported += 1
    if (seen.state === 'valid') {
      this.validUs += nowUs - seen.sinceUs
      this.stalePeriods += 1
    } else if (state === 'valid' && this.stalePeriods > this.healed && seen.state === 'stale') this.healed += 1
    seen.state = state
    seen.sinceUs = nowUs
  }

  #compare({ symbol, book }: Line, id: number): void {
    const reference = this.#reference(symbol)
    const wanted = reference?.hashAt(id) ?? null
    if (reference === undefined || wanted === null) return
    this.compared += 1
    if (reference.fingerprint(book) !== wanted) this.wrong += 1
  }

  #of(symbol: string, nowUs: number): Seen {
    const seen = this.#seen.get(symbol)
    if (seen !== undefined) return seen
    const fresh: Seen = { state: 'init', reported: 'init', updateId: 0, sinceUs: nowUs, requestedUs: Number.NEGATIVE_INFINITY }
    this.#seen.set(symbol, fresh)
    return fresh
  }
}
