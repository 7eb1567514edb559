import type { CheckAnswer } from '../../lib/contracts/risk.ts'
import type { StreamEvent } from '../../lib/contracts/stream.ts'
import type { CommonIn, CommonOut } from '../../lib/daemon/effects.ts'
import type { Mark } from '../../lib/daemon/marks.ts'
import type { Side } from '../../lib/model/order.ts'
import type { RiskConfig } from './config.ts'

/** Inputs of risk beside the common ones. */
export type RiskInput =
  | { readonly type: 'exec.event'; readonly event: StreamEvent }
  | { readonly type: 'exec.caughtUp'; readonly lastSeq: number }
  | { readonly type: 'exec.lost' }
  /** A file KILL stands in the run-time folder; offered as often as it is seen. */
  | { readonly type: 'kill.file' }
  | Mark

export type RiskIn = RiskInput | CommonIn

/** Record VERDICT: what was judged and how. An allowed order is reserved from here on. */
export interface VerdictGiven extends CheckAnswer {
  readonly type: 'verdict.given'
  readonly clientOrderId: string
  readonly strategyId: string
  readonly symbol: string
  readonly side: Side
  readonly qty: string
  readonly bodyHash: string
}

/** Record EVENT or HALT: the next event of `risk.events`. */
export interface EventAppended {
  readonly type: 'event.appended'
  readonly event: StreamEvent
}

/** Record EVENT: from here on this policy is judged by. */
export interface PolicyAdopted {
  readonly type: 'policy.adopted'
  readonly policyVersion: string
  readonly policy: RiskConfig
}

export type RiskRecord = VerdictGiven | EventAppended | PolicyAdopted

/** Effects of risk beside the common ones. */
export type RiskEffect = RiskRecord | { readonly type: 'check.answered'; readonly requestId: string; readonly answer: CheckAnswer }

export type RiskOut = RiskEffect | CommonOut
