import { TradeError } from '../base/errors.ts'

/** Where in a journal something is wrong. */
export interface Place {
  readonly name: string
  readonly offset: number
  /** Last byte of the range that cannot be trusted; unknown when no later frame shows where it ends. */
  readonly lastOffset?: number
  /** Number of the first frame that is lost with it. */
  readonly seq?: number
}

/** A journal that cannot be read on, and where. */
export class JournalProblem extends TradeError {
  readonly place: Place
  readonly problem: string
  constructor(code: string, sentence: string, options: { readonly place: Place; readonly problem: string; readonly exit: number; readonly hint?: string }) {
    const { place, problem, exit, hint } = options
    super(code, `${sentence}: '${place.name}' at byte ${place.offset}${rangeOf(place)}: ${problem}`, {
      category: 'fatal',
      exit,
      ...(hint === undefined ? {} : { hint }),
    })
    this.place = place
    this.problem = problem
  }
}

const rangeOf = ({ lastOffset, seq }: Place): string => {
  const parts = [...(lastOffset === undefined ? [] : [`to ${lastOffset}`]), ...(seq === undefined ? [] : [`frame ${seq}`])]
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

/** Bytes that were durable are broken: only a human may decide what is lost. */
export const damaged = (place: Place, problem: string): JournalProblem =>
  new JournalProblem('JOURNAL_DAMAGED', 'journal is damaged', {
    place,
    problem,
    exit: 65,
    hint: 'keep a copy of the folder before anything else, nothing was changed',
  })

/** Bytes that another program or a newer version wrote. */
export const foreign = (place: Place, problem: string): JournalProblem =>
  new JournalProblem('JOURNAL_FOREIGN', 'journal cannot be read by this version', { place, problem, exit: 78 })
