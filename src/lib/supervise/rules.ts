/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null
  readonly signal: string | null
}

/** What to do about it. */
export type Verdict = { readonly kind: 'restart'; readonly afterMs: number } | { readonly kind: 'failed'; readonly reason: string }

const FIRST_DELAY_MS = 250
const DELAY_MS_MAX = 30_000
const DEATHS_MAX = 5
const WINDOW_MS = 300_000

/** Exit codes that a restart cannot mend, with the reason for humans. */
const PERMANENT: ReadonlyMap<number, string> = new Map([
  [2, 'called with a wrong flag or value'],
  [4, 'credentials missing or refused'],
  [10, 'already running, or its lock or port is held'],
  [65, 'input data is damaged'],
  [78, 'configuration or file format is not accepted'],
])

/** `killed by SIGSEGV`, `exit code 78 (configuration ...)`, `exit code 0`. */
export const describeEnd = ({ code, signal }: ProcessEnd): string => {
  if (signal !== null) return `killed by ${signal}`
  const reason = PERMANENT.get(code ?? -1)
  return `exit code ${code}${reason === undefined ? '' : ` (${reason})`}`
}

/**
 * Restart after 0.25 s, doubling to 30 s; five deaths within five minutes, or an exit code that says that nothing will change, end the service.
 * `deathsMs` are the times of earlier deaths, oldest first, without this one.
 */
export const judge = (end: ProcessEnd, deathsMs: readonly number[], nowMs: number): Verdict => {
  if (end.signal === null && PERMANENT.has(end.code ?? -1)) return { kind: 'failed', reason: describeEnd(end) }
  const recent = deathsMs.filter((at) => nowMs - at < WINDOW_MS).length
  if (recent + 1 >= DEATHS_MAX) return { kind: 'failed', reason: `${recent + 1} deaths in 5 minutes, the last one ${describeEnd(end)}` }
  return { kind: 'restart', afterMs: Math.min(DELAY_MS_MAX, FIRST_DELAY_MS * 2 ** recent) }
}
