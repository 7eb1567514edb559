import type { RpcError } from '../contracts/envelope.ts'
import type { Cancel } from './clock.ts'

/** A message to publish; the bus adds epoch, sequence, time and source. */
export interface Outgoing {
  readonly topic: string
  readonly type: string
  readonly body: unknown
  readonly correlationId: string
  readonly causationId?: string
}

/** A received message. `missed` counts the messages of this topic lost just before it, 0 after a new epoch. */
export interface BusMessage extends Outgoing {
  readonly epoch: number
  readonly seq: number
  readonly tsUs: number
  readonly src: string
  readonly missed: number
}

/** A request to serve. `requestId` is unique in this process and is what `reply` wants back. */
export interface BusRequest {
  readonly requestId: string
  readonly method: string
  readonly src: string
  readonly deadlineUs: number
  readonly correlationId: string
  readonly causationId?: string
  readonly body: unknown
}

/** The answer to a request. Local failures use codes TIMEOUT (no answer by the deadline), UNREACHABLE (not sent: no peer) and CONTRACT_MAJOR. */
export type BusAnswer = { readonly ok: true; readonly epoch: number; readonly body: unknown } | { readonly ok: false; readonly error: RpcError }

/** A request to make. */
export interface BusCall {
  readonly service: string
  readonly method: string
  readonly body: unknown
  /** Answered with TIMEOUT after this; at least 1. */
  readonly timeoutUs: number
  readonly correlationId: string
  readonly causationId?: string
}

/** Messages and requests between daemons. Nothing here blocks, and `done` is called exactly once for every request. */
export interface Bus {
  /** Incarnation of this daemon as its peers see it. */
  readonly epoch: number
  publish(message: Outgoing): void
  /** `pattern` is a topic of the topology; with `{symbol}` it means every symbol. */
  subscribe(pattern: string, onMessage: (message: BusMessage) => void): Cancel
  serve(onRequest: (request: BusRequest) => void): void
  reply(requestId: string, answer: { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly error: RpcError }): void
  request(call: BusCall, done: (answer: BusAnswer) => void): void
  close(done: () => void): void
}
