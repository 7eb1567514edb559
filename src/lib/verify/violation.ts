import type { Evidence } from './evidence.ts'

/** A broken promise: which, what was seen, and where. */
export interface Violation {
  readonly id: 'J1' | 'J2' | 'O1' | 'O2' | 'O3' | 'O4' | 'O5' | 'P1' | 'P2' | 'B1' | 'R1' | 'L1' | 'EMPTY'
  readonly what: string
  readonly where: string
}

export const violation = (id: Violation['id'], what: string, where: string): Violation => ({ id, what, where })

/** Finds violations in one part of the evidence. */
export type Checker = (evidence: Evidence) => Violation[]
