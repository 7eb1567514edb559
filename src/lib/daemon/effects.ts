import type { RpcError } from '../contracts/envelope.ts'
import type { LogLevel } from '../ports/log.ts'

/** Inputs that every daemon may get from the loop. */
export type CommonIn =
  | { readonly type: 'start'; readonly epoch: number }
  | { readonly type: 'stop' }
  | { readonly type: 'timer.fired'; readonly id: string }
  | { readonly type: 'clock.stepped'; readonly byUs: number }
  | { readonly type: 'halt.raised'; readonly by: string }
  | {
      readonly type: 'rpc.requested'
      readonly requestId: string
      readonly method: string
      readonly src: string
      readonly deadlineUs: number
      readonly correlationId: string
      readonly body: unknown
    }
  | {
      readonly type: 'rpc.answered'
      readonly id: string
      readonly answer: { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly error: RpcError }
    }

/** What a core hears of its journal when it says that it outlives one. */
export type JournalIn =
  /** The disk is full: what is left of the journal is for cancels. False once there is room again. */
  | { readonly type: 'journal.reserve'; readonly isFull: boolean }
  /** Nothing can be journalled any more, and nothing that has to be durable leaves. Not journalled itself. */
  | { readonly type: 'journal.failed'; readonly reason: string }

/** Effects that the loop performs for every daemon, so that a shell holds only what is its own. */
export type CommonOut =
  | { readonly type: 'timer.set'; readonly id: string; readonly afterUs: number }
  | { readonly type: 'timer.clear'; readonly id: string }
  | {
      readonly type: 'rpc.reply'
      readonly requestId: string
      readonly answer: { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly error: RpcError }
    }
  | {
      readonly type: 'rpc.request'
      readonly id: string
      readonly service: string
      readonly method: string
      readonly body: unknown
      readonly timeoutUs: number
      readonly correlationId: string
    }
  | { readonly type: 'publish'; readonly topic: string; readonly kind: string; readonly body: unknown; readonly correlationId: string }
  | { readonly type: 'log'; readonly level: LogLevel; readonly message: string; readonly fields?: Readonly<Record<string, unknown>> }
  | { readonly type: 'stopped' }
  | { readonly type: 'failed'; readonly exit: number; readonly message: string }
