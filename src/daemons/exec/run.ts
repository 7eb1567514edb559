import type { Balance } from '../../lib/contracts/words.ts'
import type { VenueFill } from '../../lib/venues/orders.ts'

export type StageName = 'time' | 'instruments' | 'stream' | 'account' | 'openOrders' | 'orders' | 'trades' | 'strangers' | 'settle'

/** One pass over the venue's view: at start and after each reconnect everything, in between only silent orders. */
export interface Run {
  readonly kind: 'reconcile' | 'sweep'
  readonly number: number
  readonly startedUs: number
  readonly symbols: readonly string[]
  stageIndex: number
  /** What this stage still waits for. */
  readonly waiting: Set<string>
  /** Client order ids that are still to be asked for, one by one. */
  readonly queue: string[]
  /** Client order ids that the venue lists as open. */
  readonly open: Set<string>
  readonly trades: VenueFill[]
  readonly watermarks: Map<string, number>
  balances: readonly Balance[]
  /** Samples of the venue's clock taken by this run. */
  clockCount: number
}

export const FULL_STAGES: readonly StageName[] = ['time', 'instruments', 'stream', 'account', 'openOrders', 'orders', 'trades', 'strangers', 'settle']
export const SWEEP_STAGES: readonly StageName[] = ['openOrders', 'orders', 'trades', 'strangers', 'settle']

export const stageOf = (run: Run): StageName | undefined => (run.kind === 'reconcile' ? FULL_STAGES : SWEEP_STAGES)[run.stageIndex]
