import { type Books, openBooks } from './books.ts'
import type { AcctConfig } from './config.ts'
import type { Mid } from './valuation.ts'

/** Where the books stand against exec's stream. */
export type Phase = 'starting' | 'syncing' | 'current' | 'lost' | 'stopped'

export interface AcctState {
  readonly config: AcctConfig
  epoch: number
  phase: Phase
  /** True once the books were current: before that nobody gets to see them. */
  shown: boolean
  execSeq: number
  readonly books: Books
  readonly mids: Map<string, Mid>
  publishedUs: number
  /** A timer will publish; no second one is needed. */
  publishWaits: boolean
  readonly counts: { events: number; fills: number; drifts: number; publishes: number }
}

export const openState = (config: AcctConfig): AcctState => ({
  config,
  epoch: 0,
  phase: 'starting',
  shown: false,
  execSeq: 0,
  books: openBooks(),
  mids: new Map(),
  publishedUs: 0,
  publishWaits: false,
  counts: { events: 0, fills: 0, drifts: 0, publishes: 0 },
})
