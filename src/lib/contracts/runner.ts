import type { Fill, Order, SubmitRequest } from './exec.ts'

/** From the daemon to the runner of a strategy. */
export type ToRunner =
  | {
      readonly type: 'begin'
      readonly strategyId: string
      readonly epoch: number
      readonly positions: ReadonlyArray<{ readonly symbol: string; readonly qty: string }>
    }
  | { readonly type: 'order'; readonly order: Order }
  | { readonly type: 'fill'; readonly fill: Fill; readonly position: string }
  | { readonly type: 'refused'; readonly intentId: string; readonly code: string }
  | {
      readonly type: 'snapshot'
      readonly symbol: string
      readonly ringEpoch: number
      readonly ringPosition: number
      readonly bid: readonly [string, string] | null
      readonly ask: readonly [string, string] | null
    }

/** What a runner's ring reader has seen since its start: always delivered + lost == span, in slots. */
export interface RunnerStats {
  readonly deliveredSlots: number
  readonly lostSlots: number
  readonly spanSlots: number
  readonly overruns: number
  readonly records: number
  /** Ring hop since the last report: histogram buckets and sum, microseconds. */
  readonly hopCounts: ReadonlyArray<readonly [number, number]>
  readonly hopSumUs: number
}

/** From the runner to the daemon. */
export type FromRunner =
  | { readonly type: 'attached'; readonly symbols: readonly string[]; readonly ringEpoch: number }
  | { readonly type: 'detached'; readonly reason: string }
  | { readonly type: 'submit'; readonly request: SubmitRequest }
  | { readonly type: 'cancel'; readonly intentId: string }
  | { readonly type: 'signal'; readonly symbol: string; readonly signal: string; readonly intentId?: string }
  | { readonly type: 'snapshot.wanted'; readonly symbol: string }
  | { readonly type: 'stats'; readonly stats: RunnerStats }
  | { readonly type: 'failed'; readonly message: string }
