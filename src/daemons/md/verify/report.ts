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

const FAILURES: Readonly<Record<string, (report: Report) => boolean>> = {
  'a book was wrong while it said that it is valid': ({ wrongWhileValid }) => wrongWhileValid > 0,
  'a book differed from what the venue says of itself': ({ mismatches }) => mismatches > 0,
  'a change of state was told to nobody': ({ unreported }) => unreported > 0,
  'a book did not heal': ({ unhealed }) => unhealed > 0,
  'there was nothing to check, which proves nothing': ({ checks, compared }) => checks + compared === 0,
}

/** Why a replay proves no book; empty when it proves them all. A book that was honestly stale for a while is no failure. */
export const failuresOf = (report: Report): string[] => Object.keys(FAILURES).filter((failure) => FAILURES[failure]?.(report))
