import type { Evidence } from './evidence.ts'
import type { Checker } from './violation.ts'

const keyOf = ({ symbol, u }: { readonly symbol?: string; readonly u?: number }): string => `${symbol} ${u}`

/** Checkpoints of md that the venue has too, and whether they agree. */
export const comparedCheckpoints = (evidence: Evidence): { readonly compared: number; readonly different: string[] } => {
  const truth = new Map(evidence.truth.filter(({ type }) => type === 'checkpoint').map((record) => [keyOf(record), record.hash]))
  const shared = evidence.checkpoints.filter((checkpoint) => truth.has(keyOf(checkpoint)))
  return { compared: shared.length, different: shared.filter((checkpoint) => truth.get(keyOf(checkpoint)) !== checkpoint.hash).map(keyOf) }
}

/** B1: at every checkpoint the book of md is the venue's. */
export const booksMatch: Checker = (evidence) =>
  comparedCheckpoints(evidence).different.map((key) => ({ id: 'B1', what: 'the book differs from that of the venue', where: `update ${key}` }))

/** R1: what a ring reader got and what it knows to have lost is all that was written while it read. */
export const readersCountAll: Checker = ({ readers }) =>
  readers.flatMap(({ name, delivered, lost, span }) =>
    delivered + lost === span ? [] : [{ id: 'R1' as const, what: `delivered ${delivered} + lost ${lost} of ${span} slots`, where: name }],
  )
