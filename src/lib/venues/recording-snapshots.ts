import type { Prng } from '../base/prng.ts'
import { WeightBudget } from '../base/weight-budget.ts'
import type { MarketAnswer, MarketRequest, MarketVenue } from './market.ts'
import { pauseUsOf } from './pause.ts'

const LEVELS = 1_000
const SHARE_RATIO = 0.5
const STATUS_OK = 200
const RETRY_US_MIN = 1_000_000
const RETRY_US_MAX = 60_000_000

/** What the snapshots of a recording want done; a timer replaces the one before it. */
export type SnapshotEffect =
  | { readonly type: 'ask'; readonly symbol: string; readonly request: MarketRequest }
  | { readonly type: 'snapshot'; readonly symbol: string; readonly text: string }
  | { readonly type: 'timer'; readonly id: 'ask'; readonly afterUs: number }
  | { readonly type: 'say'; readonly text: string }

interface Wanted {
  readonly tries: number
  readonly dueUs: number
}

interface Asked {
  readonly symbol: string
  readonly tries: number
  /** Its book begins again anyway. */
  readonly isVoid: boolean
}

/** Wait before another try at the same thing: drawn from a range that doubles, so that many recorders spread. */
export const retryUs = (chance: Prng, tries: number): number =>
  Math.round(RETRY_US_MIN + chance.unit() * (Math.min(RETRY_US_MAX, RETRY_US_MIN * 2 ** tries) - RETRY_US_MIN))

/** Asks for one snapshot after the other, within half of what the venue allows, and for none while it wants quiet. */
export class RecordingSnapshots {
  readonly #market: MarketVenue
  readonly #chance: Prng
  readonly #emit: (effect: SnapshotEffect) => void
  readonly #budget: WeightBudget
  readonly #weight: number
  readonly #queue = new Map<string, Wanted>()
  #asked: Asked | null = null

  constructor(market: MarketVenue, chance: Prng, emit: (effect: SnapshotEffect) => void) {
    const { traits } = market
    this.#market = market
    this.#chance = chance
    this.#emit = emit
    this.#budget = new WeightBudget(traits.weightPerMinute, SHARE_RATIO)
    this.#weight = traits.depths.find(({ levels }) => levels >= LEVELS)?.weight ?? traits.depths.at(-1)?.weight ?? 0
  }

  /** What waits already keeps its place and its wait; what is asked for is not asked for twice. */
  want(symbols: readonly string[], nowUs: number): void {
    for (const symbol of symbols) if (!this.#isUnderWay(symbol)) this.#queue.set(symbol, { tries: 0, dueUs: nowUs })
    this.ask(nowUs)
  }

  /** Nothing is wanted of these until their books begin again. */
  drop(symbols: readonly string[]): void {
    for (const symbol of symbols) this.#queue.delete(symbol)
    const asked = this.#asked
    if (asked !== null && symbols.includes(asked.symbol)) this.#asked = { ...asked, isVoid: true }
  }

  /** The next request, or a timer for when it may be sent. */
  ask(nowUs: number): void {
    if (this.#asked !== null || this.#queue.size === 0) return
    const [first, ...others] = this.#queue
    if (first === undefined) return
    const [symbol, { tries, dueUs }] = others.reduce((least, each) => (each[1].dueUs < least[1].dueUs ? each : least), first)
    const waitUs = dueUs > nowUs ? dueUs - nowUs : this.#budget.spend(this.#weight, nowUs, false)
    if (waitUs > 0) {
      this.#emit({ type: 'timer', id: 'ask', afterUs: waitUs })
      return
    }
    this.#queue.delete(symbol)
    this.#asked = { symbol, tries, isVoid: false }
    this.#emit({ type: 'ask', symbol, request: this.#market.snapshot(symbol, LEVELS) })
  }

  answered(result: MarketAnswer, nowUs: number): void {
    const asked = this.#asked
    this.#asked = null
    if (asked === null) return
    const weight = this.#market.readWeight(result)
    if (weight !== null) this.#budget.mirror(weight, nowUs)
    if (!result.ok || result.status !== STATUS_OK) this.#refused(asked, result, nowUs)
    else if (!asked.isVoid) this.#emit({ type: 'snapshot', symbol: asked.symbol, text: result.body })
    this.ask(nowUs)
  }

  #isUnderWay(symbol: string): boolean {
    return this.#queue.has(symbol) || (this.#asked?.symbol === symbol && !this.#asked.isVoid)
  }

  #refused({ symbol, tries, isVoid }: Asked, result: MarketAnswer, nowUs: number): void {
    this.#emit({ type: 'say', text: `no snapshot of '${symbol}': ${result.ok ? `status ${result.status}` : result.reason}; asking again` })
    if (result.ok) this.#budget.pause(nowUs, pauseUsOf(result.status, result.headers))
    if (!isVoid && !this.#queue.has(symbol)) this.#queue.set(symbol, { tries: tries + 1, dueUs: nowUs + retryUs(this.#chance, tries) })
  }
}
