import type { FromRunner, ToRunner } from '../../lib/contracts/runner.ts'
import type { StreamEvent } from '../../lib/contracts/stream.ts'
import type { CommonIn, CommonOut } from '../../lib/daemon/effects.ts'

/** Inputs of strat: the execution stream, and what the strategy's runner says. */
export type StratIn =
  | CommonIn
  | { readonly type: 'exec.event'; readonly event: StreamEvent }
  | { readonly type: 'exec.caughtUp'; readonly lastSeq: number }
  | { readonly type: 'exec.lost' }
  | { readonly type: 'runner.said'; readonly message: FromRunner }
  | { readonly type: 'runner.ended'; readonly reason: string }

/** Effects of strat. */
export type StratOut = CommonOut | { readonly type: 'runner.start' } | { readonly type: 'runner.tell'; readonly message: ToRunner }
