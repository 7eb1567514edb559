import type { AccountState } from '../contracts/acct.ts'
import type { FrameType } from '../ports/journal.ts'

/** A record of the simulator's truth log. */
export interface TruthRecord {
  readonly seq: number
  readonly tsUs: number
  readonly type: string
  /** `usdm` for what happened to futures; nothing for spot. */
  readonly product?: string
  readonly symbol?: string
  readonly orderId?: string
  readonly clientOrderId?: string
  readonly tradeId?: string
  readonly side?: string
  readonly price?: string
  readonly qty?: string
  readonly fee?: string
  readonly feeAsset?: string
  /** Of a transfer: deposit, withdraw, lock or unlock. */
  readonly kind?: string
  readonly asset?: string
  readonly amount?: string
  readonly u?: number
  readonly hash?: string
  readonly balances?: ReadonlyArray<{ readonly asset: string; readonly free: string; readonly locked: string }>
}

/** Hash of the best 20 levels of one book at one update id. */
export interface Checkpoint {
  readonly symbol: string
  readonly u: number
  readonly hash: string
}

/** What one incarnation of a ring reader counted, in slots. */
export interface ReaderCounts {
  readonly name: string
  readonly delivered: number
  readonly lost: number
  readonly span: number
}

/** A frame with its payload decoded. */
export interface DecodedFrame {
  readonly seq: number
  readonly tsUs: number
  readonly epoch: number
  readonly type: FrameType
  readonly payload: { readonly type?: string } & Readonly<Record<string, unknown>>
}

/** Outcome of running a journal's inputs again; the cores are handed in by whoever has them. */
export interface ReplayOutcome {
  readonly service: string
  readonly inputs: number
  readonly compared: number
  readonly difference: { readonly seq: number; readonly recorded: string; readonly replayed: string } | null
}

/** Everything that a run left behind. */
export interface Evidence {
  readonly truth: readonly TruthRecord[]
  readonly exec: readonly DecodedFrame[]
  readonly risk: readonly DecodedFrame[]
  readonly checkpoints: readonly Checkpoint[]
  readonly readers: readonly ReaderCounts[]
  /** Last state that acct published; null when it never did. */
  readonly account: AccountState | null
  readonly replays: readonly ReplayOutcome[]
  /** Time of the end of the run; orders without an answer may be younger than their proof deadline then. */
  readonly endUs: number
}
