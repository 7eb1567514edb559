import type { Turn } from '../events.ts'

/** One line of the truth log as it was read back. */
export type TruthRecord = Readonly<Record<string, unknown>> & { readonly seq: number; readonly tsUs: number; readonly type: string }

/** Says what really happened at the venue; it is the simulator's journal and the proof's oracle. */
export interface TruthLog {
  readonly count: number
  write(turn: Turn, type: string, fields: Readonly<Record<string, unknown>>): void
}

export const createTruthLog = (lastSeq: number): TruthLog => {
  let seq = lastSeq
  return {
    get count() {
      return seq
    },
    write: (turn, type, fields) => {
      seq += 1
      turn.emit({ type: 'truth', record: { seq, tsUs: turn.nowUs, type, ...fields } })
    },
  }
}
