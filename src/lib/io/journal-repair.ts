import { join } from 'node:path'
import { recover } from '../journal/recover.ts'
import { cutTail, readSegments } from './journal-folder.ts'
import { takeLock } from './lock.ts'

/** What a repair cut off, and where the bytes are kept. */
export interface Repair {
  readonly segment: string
  readonly offset: number
  readonly cutBytes: number
  readonly kept: string
}

/**
 * Cuts a torn tail as the next start would, and keeps its bytes beside; null when there is none.
 * Refuses everything else and changes nothing: LOCKED (exit 10) while a daemon writes, JOURNAL_DAMAGED (65), JOURNAL_FOREIGN (78).
 */
export const repairJournal = (folder: string): Repair | null => {
  const lock = takeLock(join(folder, 'LOCK'), { svc: 'repair', what: 'the journal' })
  try {
    const { torn, end } = recover(readSegments(folder))
    if (torn === undefined || end === undefined) return null
    return { segment: torn.name, offset: torn.offset, cutBytes: torn.bytes.length, kept: cutTail(folder, torn, end) }
  } finally {
    lock.release()
  }
}
