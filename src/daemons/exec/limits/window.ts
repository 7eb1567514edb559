import { grant, type Pace } from '../../../lib/base/gcra.ts'
import type { RateLimit } from '../../../lib/venues/orders.ts'
import { LANE_RULES, type Lane } from './lanes.ts'

const BP = 10_000
/** The part of a limit that may be spent at once; the rest comes evenly. */
const BURST_DIVISOR = 10
const LEAST_BURST_COUNT = 10

const paceOf = ({ intervalUs, limitCount }: RateLimit): Pace => ({
  intervalUs: Math.ceil(intervalUs / limitCount),
  burstCount: Math.min(limitCount, Math.max(LEAST_BURST_COUNT, Math.floor(limitCount / BURST_DIVISOR))),
})

/** A mirror of what the venue counts in its window, and a pacer before it so that a full window is not spent in its first instant. */
export class RateWindow {
  readonly limit: RateLimit
  readonly #pace: Pace
  readonly #own = new Map<Lane, number>()
  #tatUs = 0
  #index = 0
  #usedCount = 0

  constructor(limit: RateLimit) {
    this.limit = limit
    this.#pace = paceOf(limit)
  }

  /** Microseconds until `count` units fit; 0: they fit now. Charges nothing. */
  waitUs(count: number, lane: Lane, venueUs: number): number {
    if (count === 0) return 0
    this.#turn(venueUs)
    const { limitCount, intervalUs } = this.limit
    const rule = LANE_RULES[lane]
    const isOver = (this.#usedCount + count) * BP > limitCount * rule.shareBp
    const isGreedy = ((this.#own.get(lane) ?? 0) + count) * BP > limitCount * rule.ownBp
    // A call too heavy for its share of an empty window goes through alone: it would wait for ever.
    if ((isOver && this.#usedCount > 0) || (isGreedy && this.#own.has(lane))) return (this.#index + 1) * intervalUs - venueUs
    if (lane === 'halt') return 0
    const verdict = grant(this.#pace, this.#tatUs, { nowUs: venueUs, weight: Math.min(count, this.#pace.burstCount) })
    return verdict.granted ? 0 : verdict.retryAfterUs
  }

  /** Counts units as spent, whether they fitted or not. */
  charge(count: number, lane: Lane, venueUs: number): void {
    if (count === 0) return
    this.#turn(venueUs)
    this.#usedCount += count
    this.#own.set(lane, (this.#own.get(lane) ?? 0) + count)
    this.#tatUs = Math.max(this.#tatUs, venueUs) + count * this.#pace.intervalUs
  }

  /** The venue said what it has counted in the window of `venueUs`; others may use the same address or account. */
  mirror(usedCount: number, venueUs: number): void {
    this.#turn(venueUs)
    this.#usedCount = Math.max(this.#usedCount, usedCount)
  }

  /** Units used in the window that was last looked at. */
  get lastCount(): number {
    return this.#usedCount
  }

  usedCount(venueUs: number): number {
    this.#turn(venueUs)
    return this.#usedCount
  }

  /** End of the window of `venueUs`. */
  edgeUs(venueUs: number): number {
    return (Math.floor(venueUs / this.limit.intervalUs) + 1) * this.limit.intervalUs
  }

  #turn(venueUs: number): void {
    const index = Math.floor(venueUs / this.limit.intervalUs)
    // The venue's clock may be corrected backwards by a sample: a window that has begun stays.
    if (index <= this.#index) return
    this.#index = index
    this.#usedCount = 0
    this.#own.clear()
  }
}
