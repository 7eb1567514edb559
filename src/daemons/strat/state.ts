import { type Histogram, histogram } from '../../lib/base/histogram.ts'
import type { Money } from '../../lib/base/units.ts'
import type { Order } from '../../lib/contracts/exec.ts'
import type { RunnerStats } from '../../lib/contracts/runner.ts'
import type { StratConfig } from './config.ts'

/** Where strat stands: it starts its runner only once it knows its own past and has no old order working. */
export type Phase = 'following' | 'clearing' | 'attaching' | 'running' | 'stopping' | 'failed'

export interface Intent {
  /** Known from exec's answer or from the stream. */
  clientOrderId: string | null
  cancelWanted: boolean
  /** Time of a submit whose answer never came; null otherwise. */
  unansweredUs: number | null
}

export interface StratState {
  readonly config: StratConfig
  epoch: number
  phase: Phase
  reason: string
  following: boolean
  requests: number
  /** Position by symbol since the start of the books, signed fills less base fees. */
  readonly positions: Map<string, Money>
  /** Live orders of this strategy by intent, as the stream told. */
  readonly orders: Map<string, Order>
  readonly intents: Map<string, Intent>
  readonly requestOf: Map<string, { readonly kind: string; readonly intentId: string; readonly symbol: string }>
  stats: RunnerStats | null
  readonly ringHopUs: Histogram
  readonly counters: { intents: number; refused: number; cancels: number; fills: number; signals: number; restarts: number }
}

export const initialState = (config: StratConfig): StratState => ({
  config,
  epoch: 0,
  phase: 'following',
  reason: 'following exec.events',
  following: false,
  requests: 0,
  positions: new Map(),
  orders: new Map(),
  intents: new Map(),
  requestOf: new Map(),
  stats: null,
  ringHopUs: histogram(),
  counters: { intents: 0, refused: 0, cancels: 0, fills: 0, signals: 0, restarts: 0 },
})
