/** What a replay came to. */
export interface Report {
  readonly venue: string
  readonly symbols: number
  readonly lines: number
  readonly diffs: number
  readonly gaps: number
  readonly crossed: number
  readonly checks: number
  readonly mismatches: number
  readonly duplicates: number
  readonly garbled: number
  readonly trades: number
  readonly tickers: number
  readonly resyncs: number
  readonly snapshots: number
  readonly reconnects: number
  /** Time that books were not valid any more, summed over symbols. */
  readonly staleMs: number
  readonly spanMs: number
  /** Time that a book was valid, mean of the symbols. */
  readonly validMs: number
  /** Valid books compared with the reference, one for each change. */
  readonly compared: number
  readonly wrongWhileValid: number
  readonly stalePeriods: number
  readonly unhealed: number
  /** Changes of state that md told nobody of. */
  readonly unreported: number
  /** Snapshots asked for before their back-off step was over. */
  readonly hurriedSnapshots: number
}

type Numbers = Omit<Report, 'venue'>

/** Several replays as one. */
export const sumOf = (reports: readonly Report[]): Report => {
  const [first, ...rest] = reports
  if (first === undefined) throw new RangeError('no report to sum')
  const names = Object.keys(first).filter((name): name is keyof Numbers => name !== 'venue')
  const sum = Object.fromEntries(names.map((name) => [name, reports.reduce((total, report) => total + report[name], 0)]))
  const venues = new Set([first, ...rest].map(({ venue }) => venue))
  return { ...first, ...sum, venue: [...venues].join(',') }
}

/** True when a book lied: it was wrong and said that it was valid, or differed from what the venue says of itself. */
export const isWrong = ({ wrongWhileValid, mismatches, unreported }: Report): boolean => wrongWhileValid > 0 || mismatches > 0 || unreported > 0
