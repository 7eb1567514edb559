import { recover } from '../journal/recover.ts'
import type { Frame, TornTail } from '../ports/journal.ts'
import { readSegments } from './journal-folder.ts'

/** A journal as an offline reader sees it. */
export interface JournalContent {
  readonly frames: readonly Frame[]
  readonly torn: TornTail | undefined
  /** Number of the last segment, from 1; 0 when there is no journal in the folder. */
  readonly lastSegment: number
}

/** Reads a journal without a lock and without a change; throws like `recover`. */
export const readJournal = (folder: string): JournalContent => {
  const { frames, torn, end } = recover(readSegments(folder))
  return { frames, torn, lastSegment: end?.index ?? 0 }
}
