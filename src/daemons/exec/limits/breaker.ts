/** Calls that fail together are cut off together. */
export type CallGroup = 'trade.new' | 'trade.cancel' | 'query'
export const CALL_GROUPS: readonly CallGroup[] = ['trade.new', 'trade.cancel', 'query']

/** `forcedOpen` and `disabled` are an operator's word and stay until the next one. */
export type BreakerState = 'closed' | 'open' | 'halfOpen' | 'forcedOpen' | 'disabled'

/** What a call says about its group's health; business refusals, bans and clock errors say nothing bad. */
export type CallOutcome = 'ok' | 'slow' | 'failure'

interface Mark {
  readonly atUs: number
  readonly outcome: CallOutcome
}

const WINDOW_US = 10_000_000
const FAILURES_IN_A_ROW = 5
const LEAST_CALLS = 10
const LEAST_CALLS_SLOW = 20
const SUCCESSES_TO_CLOSE = 3
const FIRST_OPEN_US = 5_000_000
const LONGEST_OPEN_US = 60_000_000
const JITTER_RATIO = 0.2

const count = (marks: readonly Mark[], outcome: CallOutcome): number => marks.filter((mark) => mark.outcome === outcome).length

const endsInFailures = (marks: readonly Mark[]): boolean =>
  marks.length >= FAILURES_IN_A_ROW && marks.slice(-FAILURES_IN_A_ROW).every(({ outcome }) => outcome === 'failure')

/** Five failures in a row, half of at least ten calls failed, or four fifths of at least twenty slow, within ten seconds. */
const isTripped = (marks: readonly Mark[]): boolean =>
  endsInFailures(marks) ||
  (marks.length >= LEAST_CALLS && count(marks, 'failure') * 2 >= marks.length) ||
  (marks.length >= LEAST_CALLS_SLOW && count(marks, 'slow') * 5 >= marks.length * 4)

/**
 * Circuit breaker of one group of calls. It says no at once instead of queueing, and is closed again only by read-only probes, never by an
 * order. `generation` grows with each change of state: the outcome of a call that began before the change is no news.
 */
export class Breaker {
  #state: BreakerState = 'closed'
  #generation = 0
  #marks: Mark[] = []
  #openings = 0
  #openUntilUs = 0
  #successes = 0

  get state(): BreakerState {
    return this.#state
  }

  get generation(): number {
    return this.#generation
  }

  /** When probing may begin, while open. */
  get openUntilUs(): number {
    return this.#openUntilUs
  }

  /** True when calls may leave. */
  get passes(): boolean {
    return this.#state === 'closed' || this.#state === 'disabled'
  }

  /** Counts the outcome of a call. `unit` is a random number in [0, 1) for the open time. True when the state changed. */
  note(outcome: CallOutcome, generation: number, at: { readonly nowUs: number; readonly unit: number }): boolean {
    if (generation !== this.#generation || this.#state !== 'closed') return false
    this.#marks = [...this.#marks.filter(({ atUs }) => at.nowUs - atUs < WINDOW_US), { atUs: at.nowUs, outcome }]
    return isTripped(this.#marks) && this.#open(at)
  }

  /** Time to probe: true once, when the open time is over. */
  wake(nowUs: number): boolean {
    if (this.#state !== 'open' || nowUs < this.#openUntilUs) return false
    this.#successes = 0
    return this.#become('halfOpen')
  }

  /** Takes the outcome of a probe; a probe that got no answer in time has failed. True when the state changed. */
  probed(outcome: CallOutcome, generation: number, at: { readonly nowUs: number; readonly unit: number }): boolean {
    if (generation !== this.#generation || this.#state !== 'halfOpen') return false
    if (outcome === 'failure') return this.#open(at)
    this.#successes += 1
    if (this.#successes < SUCCESSES_TO_CLOSE) return false
    this.#openings = 0
    return this.#become('closed')
  }

  /** An operator's word: held open, without effect, or back to normal. */
  force(state: 'forcedOpen' | 'disabled' | 'closed'): void {
    this.#openings = 0
    this.#become(state)
  }

  #open({ nowUs, unit }: { readonly nowUs: number; readonly unit: number }): boolean {
    const openUs = Math.min(LONGEST_OPEN_US, FIRST_OPEN_US * 2 ** this.#openings)
    this.#openings += 1
    this.#openUntilUs = nowUs + Math.round(openUs * (1 + JITTER_RATIO * (2 * unit - 1)))
    return this.#become('open')
  }

  #become(state: BreakerState): boolean {
    this.#state = state
    this.#generation += 1
    this.#marks = []
    return true
  }
}
