import { TradeError } from '../base/errors.ts'

/** Where in a journal something is wrong. */
export interface Place {
  readonly name: string
  readonly offset: number
}

/** Bytes that were durable are broken: only a human may decide what is lost. */
export const damaged = (place: Place, problem: string): TradeError =>
  new TradeError('JOURNAL_DAMAGED', `journal is damaged: '${place.name}' at byte ${place.offset}: ${problem}`, {
    category: 'fatal',
    exit: 65,
    hint: 'keep a copy of the folder before anything else, nothing was changed',
  })

/** Bytes that another program or a newer version wrote. */
export const foreign = (place: Place, problem: string): TradeError =>
  new TradeError('JOURNAL_FOREIGN', `journal cannot be read by this version: '${place.name}' at byte ${place.offset}: ${problem}`, {
    category: 'fatal',
    exit: 78,
  })
