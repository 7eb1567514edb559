import { type Prng, prng } from '../../../lib/base/prng.ts'
import type { FaultPlan } from '../../../lib/contracts/faults.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import type { MarketAnswer, MarketRequest } from '../../../lib/venues/market.ts'
import type { Dialect } from './dialect.ts'
import type { Reference } from './reference.ts'
import type { Timeline } from './timeline.ts'

/** Way of a request to the venue, and of its answer back. */
const ONE_WAY_US = 25_000
/** Longer than two diffs of the recorded streams are apart. */
const OVERTAKE_US = 250_000
const STALE_IDS = 2

type Answer = (result: MarketAnswer) => void

interface RestPlan {
  readonly faults: FaultPlan
  readonly seed: number
  readonly instruments: readonly Instrument[]
}

/** What the recorded venue's REST needs of its streams. */
export interface RestStreams {
  reference(symbol: string): Reference | undefined
  /** First id of the diffs that reached md since its socket opened; null: none did. */
  firstId(symbol: string): number | null
  hold(): void
  release(): void
}

const answerOf = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): MarketAnswer => ({
  ok: true,
  status,
  headers,
  body,
  sentMonoUs: 0,
})

const REFUSALS = [
  { fault: 'http-429', status: 429, headers: { 'retry-after': '1' } },
  { fault: 'http-418', status: 418, headers: { 'retry-after': '2' } },
  { fault: 'http-5xx', status: 503, headers: {} },
] as const

/** The REST interface of a recorded venue: its snapshots are those of the reference book at the time of the request. */
export class Rest {
  readonly #timeline: Timeline
  readonly #dialect: Dialect
  readonly #streams: RestStreams
  readonly #plan: RestPlan
  readonly #chance: Prng
  #stale: number
  #future: number
  /** Requests that came before the recording's first snapshot. */
  #early: { readonly symbol: string; readonly answer: Answer }[] = []

  constructor(timeline: Timeline, from: { readonly dialect: Dialect; readonly streams: RestStreams }, plan: RestPlan) {
    this.#timeline = timeline
    this.#dialect = from.dialect
    this.#streams = from.streams
    this.#plan = plan
    this.#chance = prng(plan.seed, 'rest')
    this.#stale = plan.faults['stale-snapshot'] ?? 0
    this.#future = plan.faults['future-snapshot'] ?? 0
  }

  send(request: MarketRequest, answer: Answer): void {
    this.#timeline.after(ONE_WAY_US, () => {
      const refusal = REFUSALS.find(({ fault }) => this.#chance.chance(this.#plan.faults[fault] ?? 0))
      const symbol = this.#dialect.snapshotSymbol(request)
      if (refusal !== undefined) this.#back(answer, answerOf(refusal.status, '{"code":-1,"msg":"fault"}', refusal.headers))
      else if (symbol === null) this.#back(answer, answerOf(200, this.#dialect.instrumentsBody(this.#plan.instruments)))
      else this.#snapshot(symbol, request, answer)
    })
  }

  /** The recording's own snapshot of a symbol: it is the answer to whoever has asked already. */
  recorded(symbol: string, body: string): void {
    const early = this.#early
    this.#early = early.filter((waiting) => waiting.symbol !== symbol)
    for (const waiting of early) if (waiting.symbol === symbol) waiting.answer(answerOf(200, body))
  }

  #snapshot(symbol: string, request: MarketRequest, answer: Answer): void {
    const reference = this.#streams.reference(symbol)
    if (reference === undefined) this.#back(answer, answerOf(400, '{"code":-1121,"msg":"Invalid symbol."}'))
    else if (!reference.ready) this.#early.push({ symbol, answer })
    else if (this.#stale > 0) {
      this.#stale -= 1
      const updateId = Math.min(this.#streams.firstId(symbol) ?? reference.updateId, reference.updateId) - STALE_IDS
      this.#back(answer, answerOf(200, this.#dialect.snapshotBody(reference, updateId, request)))
    } else if (this.#future > 0) this.#overtake(reference, request, answer)
    else this.#back(answer, answerOf(200, this.#dialect.snapshotBody(reference, reference.updateId, request)))
  }

  /** The diffs stall on their way while the snapshot, which holds them already, arrives. */
  #overtake(reference: Reference, request: MarketRequest, answer: Answer): void {
    this.#future -= 1
    this.#streams.hold()
    this.#timeline.after(OVERTAKE_US, () => {
      answer(answerOf(200, this.#dialect.snapshotBody(reference, reference.updateId, request)))
      this.#streams.release()
    })
  }

  #back(answer: Answer, result: MarketAnswer): void {
    this.#timeline.after(ONE_WAY_US, () => answer(result))
  }
}
