import type { Evidence } from './evidence.ts'
import { execEvents, sends } from './execution.ts'
import { fillsAreExact } from './fills.ts'
import { journalsAreWhole, replaysAreEqual } from './journals.ts'
import { booksMatch, comparedCheckpoints, readersCountAll } from './market.ts'
import { balancesMatch, positionsMatch } from './money.ts'
import { acceptedWereSent, noneIsDoubled, sentAreSettled } from './orders.ts'
import { transitionsAreLegal } from './transitions.ts'
import type { Checker, Violation } from './violation.ts'

/** What the checkers looked at; a check that saw nothing proves nothing. */
export interface Counts {
  readonly frames: number
  readonly sends: number
  readonly accepts: number
  readonly fills: number
  readonly events: number
  readonly checkpoints: number
  readonly replayedInputs: number
  readonly readers: number
}

export interface Verdict {
  readonly verify: 'ok' | 'failed'
  readonly violations: readonly Violation[]
  readonly counts: Counts
}

const CHECKERS: readonly Checker[] = [
  journalsAreWhole,
  replaysAreEqual,
  acceptedWereSent,
  sentAreSettled,
  noneIsDoubled,
  transitionsAreLegal,
  fillsAreExact,
  positionsMatch,
  balancesMatch,
  booksMatch,
  readersCountAll,
]

const countAll = (evidence: Evidence): Counts => ({
  frames: evidence.exec.length + evidence.risk.length,
  sends: sends(evidence.exec).length,
  accepts: evidence.truth.filter(({ type }) => type === 'accept').length,
  fills: evidence.truth.filter(({ type }) => type === 'fill').length,
  events: execEvents(evidence.exec).length,
  checkpoints: comparedCheckpoints(evidence).compared,
  replayedInputs: evidence.replays.reduce((sum, { inputs }) => sum + inputs, 0),
  readers: evidence.readers.length,
})

const emptiness = (counts: Counts): Violation[] => {
  const needed: ReadonlyArray<keyof Counts> = ['sends', 'checkpoints', 'frames', 'replayedInputs']
  return needed.filter((name) => counts[name] === 0).map((name) => ({ id: 'EMPTY', what: `no ${name} to check`, where: 'the run' }))
}

/** Runs every checker over what a run left behind; `failed` also when there were no orders or no checkpoints to look at. */
export const verify = (evidence: Evidence): Verdict => {
  const counts = countAll(evidence)
  const violations = [...CHECKERS.flatMap((check) => check(evidence)), ...emptiness(counts)]
  return { verify: violations.length === 0 ? 'ok' : 'failed', violations, counts }
}
