const SUSTAINED_RATIO = 0.98
const LAG_MAX_MS = 250

export interface Percentiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/** One rate of a ramp as it went. */
export interface Step {
  readonly symbols: number
  /** Books that had their snapshot by the end; the frames of all are received. */
  readonly validBooks: number
  readonly offeredPerS: number
  readonly receivedPerS: number
  /** Frames sent that never came, though waited for. */
  readonly lost: number
  readonly gaps: number
  readonly resyncs: number
  /** How long the frames already sent took to come in after the last second. */
  readonly lagMs: number
  readonly latencyUs: Readonly<Record<string, Percentiles>>
}

export const isSustained = ({ offeredPerS, receivedPerS, lost, gaps, resyncs, lagMs }: Step): boolean =>
  offeredPerS > 0 && lost === 0 && gaps === 0 && resyncs === 0 && lagMs <= LAG_MAX_MS && receivedPerS >= offeredPerS * SUSTAINED_RATIO

/** The highest rate before the first one that was not sustained; null where there is none. */
export const summaryOf = (steps: readonly Step[]) => {
  const end = steps.findIndex((step) => !isSustained(step))
  const last = steps[(end === -1 ? steps.length : end) - 1]
  if (last === undefined) return null
  return {
    bench: 'md.sockets',
    sustainedPerS: last.receivedPerS,
    symbols: last.symbols,
    validBooks: last.validBooks,
    isLimitFound: end !== -1,
    latencyUs: last.latencyUs,
    check: 'ok',
  }
}
