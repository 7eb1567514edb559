import type { Money } from '../../lib/base/units.ts'
import type { StreamEvent } from '../../lib/contracts/stream.ts'
import type { RiskConfig } from './config.ts'
import type { ExposureBook } from './exposure.ts'
import type { Latch } from './halt.ts'
import type { Limits } from './limits.ts'

/** Where risk stands against exec's stream. */
export type Phase = 'starting' | 'syncing' | 'current' | 'lost' | 'stopped'

/** What records alone change, and what recovery gives back. */
export interface Recorded {
  policyVersion: string
  latch: Latch
  /** All of `risk.events`; the event with sequence n is at n - 1. */
  readonly events: StreamEvent[]
  /** Theoretical arrival time of the order rate, by strategy. */
  readonly ratesUs: Map<string, number>
  /** Number of the last verdict in this epoch. */
  riskSeq: number
}

export interface RiskState {
  readonly config: RiskConfig
  readonly recorded: Recorded
  /** Reservations come from records, everything else from exec's stream. */
  readonly book: ExposureBook
  epoch: number
  phase: Phase
  /** Until then an approval of the last incarnation, not durable when it crashed, may still be used. */
  trustedFromUs: number
  execSeq: number
  readonly marks: Map<string, { readonly bid: Money; readonly ask: Money; readonly receivedUs: number }>
  readonly limits: Map<string, Limits>
  readonly counts: { allowed: number; denied: number; late: number; readonly codes: Map<string, number> }
}

export const openState = (config: RiskConfig): RiskState => ({
  config,
  recorded: { policyVersion: '', latch: { level: 'K0', reason: '', by: '' }, events: [], ratesUs: new Map(), riskSeq: 0 },
  book: { positions: new Map(), reserved: new Map(), open: new Map() },
  epoch: 0,
  phase: 'starting',
  trustedFromUs: Number.MAX_SAFE_INTEGER,
  execSeq: 0,
  marks: new Map(),
  limits: new Map(),
  counts: { allowed: 0, denied: 0, late: 0, codes: new Map() },
})
