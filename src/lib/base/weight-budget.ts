import { grant, type Pace } from './gcra.ts'
import { US_PER_S } from './time.ts'

const MINUTE_US = 60 * US_PER_S
/** What may be spent at once; the rest of a minute's share comes evenly. */
const BURST_RATIO = 0.4

/** The request weight of a venue as all callers share it: an even pace of our own, and a mirror of what the venue counts in its minute. */
export class WeightBudget {
  readonly #pace: Pace | null
  readonly #shareWeight: number
  #tatUs = 0
  #minute = 0
  #spentWeight = 0
  #pausedUntilUs = 0

  /** `weightPerMinute` null: the venue counts none. */
  constructor(weightPerMinute: number | null, shareRatio: number) {
    this.#shareWeight = Math.max(1, Math.floor((weightPerMinute ?? Number.MAX_SAFE_INTEGER) * shareRatio))
    const burstCount = Math.max(1, Math.floor(this.#shareWeight * BURST_RATIO))
    const rest = Math.max(1, this.#shareWeight - burstCount)
    this.#pace = weightPerMinute === null ? null : { intervalUs: Math.ceil(MINUTE_US / rest), burstCount }
  }

  /** Microseconds to wait before `weight` may be spent; 0: it now is. `idle` work also leaves half of the burst to others. */
  spend(weight: number, nowUs: number, idle: boolean): number {
    if (nowUs < this.#pausedUntilUs) return this.#pausedUntilUs - nowUs
    this.#turn(nowUs)
    if (this.#pace === null) return 0
    if (this.#spentWeight > 0 && this.#spentWeight + weight > this.#shareWeight) return (this.#minute + 1) * MINUTE_US - nowUs
    const { burstCount } = this.#pace
    const reserveWeight = idle ? Math.floor(burstCount / 2) : 0
    const asked = Math.min(burstCount, weight + reserveWeight)
    const verdict = grant(this.#pace, this.#tatUs, { nowUs, weight: asked })
    if (!verdict.granted) return verdict.retryAfterUs
    this.#tatUs = Math.max(this.#tatUs, nowUs) + weight * this.#pace.intervalUs
    this.#spentWeight += weight
    return 0
  }

  /** The venue said what it has counted. */
  mirror(weight: number, nowUs: number): void {
    this.#turn(nowUs)
    this.#spentWeight = Math.max(this.#spentWeight, weight)
  }

  /** The venue wants quiet. */
  pause(nowUs: number, pauseUs: number): void {
    this.#pausedUntilUs = Math.max(this.#pausedUntilUs, nowUs + pauseUs)
  }

  pausedUs(nowUs: number): number {
    return Math.max(0, this.#pausedUntilUs - nowUs)
  }

  /** Weight counted in the minute of `nowUs`. */
  weight(nowUs: number): number {
    this.#turn(nowUs)
    return this.#spentWeight
  }

  #turn(nowUs: number): void {
    const minute = Math.floor(nowUs / MINUTE_US)
    if (minute === this.#minute) return
    this.#minute = minute
    this.#spentWeight = 0
  }
}
