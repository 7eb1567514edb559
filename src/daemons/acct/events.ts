import type { AccountState } from '../../lib/contracts/acct.ts'
import type { StreamEvent } from '../../lib/contracts/stream.ts'
import type { CommonIn, CommonOut } from '../../lib/daemon/effects.ts'
import type { Mark } from '../../lib/daemon/marks.ts'

/** Inputs of acct beside the common ones. */
export type AcctInput =
  | { readonly type: 'exec.event'; readonly event: StreamEvent }
  | { readonly type: 'exec.caughtUp'; readonly lastSeq: number }
  | { readonly type: 'exec.lost' }
  | Mark

export type AcctIn = AcctInput | CommonIn
/** Effects of acct: what it publishes it also leaves behind as a document, for those who look when it is gone. */
export type AcctOut = CommonOut | { readonly type: 'state.keep'; readonly state: AccountState }
