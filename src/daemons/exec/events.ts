import type { RpcError } from '../../lib/contracts/envelope.ts'
import type { HaltLevel } from '../../lib/contracts/risk.ts'
import type { StreamEvent } from '../../lib/contracts/stream.ts'
import type { CommonIn, CommonOut, JournalIn } from '../../lib/daemon/effects.ts'
import type { StreamFrame, VenueCall, VenueReply } from '../../lib/venues/orders.ts'
import type { CallGroup } from './limits/breaker.ts'

/** Inputs of exec beside the common ones. `id` names the call as `venue.send` or `order.sent` did. */
export type ExecOwnIn =
  | { readonly type: 'risk.event'; readonly event: StreamEvent }
  | { readonly type: 'risk.caughtUp'; readonly lastSeq: number }
  | { readonly type: 'risk.lost' }
  | { readonly type: 'kill.file' }
  /** One part of a long answer, before the last one, which is the body of `venue.answered`: each fits a frame of the journal. */
  | { readonly type: 'venue.part'; readonly id: string; readonly text: string }
  | { readonly type: 'venue.answered'; readonly id: string; readonly result: VenueReply }
  | { readonly type: 'stream.opened'; readonly generation: number }
  | { readonly type: 'stream.text'; readonly generation: number; readonly text: string }
  | { readonly type: 'stream.closed'; readonly generation: number; readonly reason: string }

export type ExecIn = ExecOwnIn | CommonIn | JournalIn

/** What an order carries beside its public form, as recovery needs it. */
export interface OrderDetail {
  readonly bodyHash: string
  /** Cumulated quantity as the venue last reported it. */
  readonly venueQty: string
  /** The venue's time of the last report applied. */
  readonly venueMs: number
  /** The refusal that the submitter got, so that a repeated intent gets the same one. */
  readonly refusal: RpcError | null
  /** Which checks could not be made, as the submitter was told. */
  readonly hint?: string
}

/** Effects that are journalled; recovery folds exactly these. */
export type ExecRecord =
  | { readonly type: 'exec.event'; readonly event: StreamEvent; readonly detail: OrderDetail | null }
  | {
      readonly type: 'risk.verdict'
      readonly clientOrderId: string
      readonly bodyHash: string
      readonly verdict: 'allow' | 'deny'
      readonly codes: readonly string[]
      readonly policyVersion: string
      readonly riskSeq: number
      readonly expiresUs: number
    }
  | {
      /** The shell posts `request` as soon as this is durable, once. */
      readonly type: 'order.sent'
      readonly clientOrderId: string
      readonly bodyHash: string
      readonly serverMs: number
      readonly recvWindowMs: number
      readonly deadServerMs: number
      readonly request: VenueCall
      readonly timeoutUs: number
    }
  | { readonly type: 'halt.set'; readonly scope: string; readonly level: HaltLevel; readonly reason: string; readonly by: string; readonly riskSeq: number }
  /** An operator's word about a breaker; a new incarnation keeps to it. */
  | { readonly type: 'breaker.set'; readonly group: CallGroup; readonly state: 'forcedOpen' | 'disabled' | 'closed'; readonly by: string }
  /** The venue shut this address out until `untilUs` of its clock; a new incarnation sends nothing before. */
  | { readonly type: 'venue.banned'; readonly untilUs: number; readonly reason: string }
  | { readonly type: 'recon.mark'; readonly phase: 'start' | 'end' | 'sweep'; readonly watermarks: readonly (readonly [string, number])[] }

/** Effects that only exec's shell performs. */
export type ExecOwnOut =
  | ExecRecord
  | { readonly type: 'venue.send'; readonly id: string; readonly request: VenueCall; readonly timeoutUs: number }
  | { readonly type: 'stream.open'; readonly generation: number; readonly path: string }
  | { readonly type: 'stream.frame'; readonly frame: StreamFrame }
  | { readonly type: 'stream.close' }

export type ExecOut = ExecOwnOut | CommonOut
