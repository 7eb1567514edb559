import { messageOf } from '../base/errors.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { encode } from '../codec/cbor.ts'
import type { RpcError } from '../contracts/envelope.ts'
import type { Peer } from '../contracts/words.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'

/** What a bus did and lost since it was opened. */
export interface BusCounters {
  published: number
  /** Not encodable, too large, or not taken by the socket. */
  publishDropped: number
  received: number
  /** Published by peers and never seen here. */
  missed: number
  /** Frames that are no message of this bus. */
  garbled: number
  requested: number
  unreachable: number
  timedOut: number
  /** Answers that came after their request had been given up. */
  late: number
  served: number
  /** Requests dropped because their deadline was past. */
  expired: number
  /** Requests refused for another major version or before a hello. */
  refused: number
  /** Answers that nobody waits for any more. */
  undelivered: number
}

export const newCounters = (): BusCounters => ({
  published: 0,
  publishDropped: 0,
  received: 0,
  missed: 0,
  garbled: 0,
  requested: 0,
  unreachable: 0,
  timedOut: 0,
  late: 0,
  served: 0,
  expired: 0,
  refused: 0,
  undelivered: 0,
})

/** What the parts of one bus share. */
export interface BusContext {
  readonly service: Peer
  /** Name of the own sockets; default: the service. */
  readonly instance?: string
  readonly epoch: number
  readonly clock: Clock
  readonly log: Log
  /** Run-time folder that holds the sockets of all peers. */
  readonly directory: string
  /** Contract version of each plane that this side speaks. */
  readonly contracts: Readonly<Record<string, string>>
  readonly counters: BusCounters
}

type SocketKind = 'pub' | 'rpc'

export const peerSocket = ({ directory }: BusContext, service: string, kind: SocketKind): string => `${directory}/${service}.${kind}.sock`

export const ownSocket = (context: BusContext, kind: SocketKind): string => peerSocket(context, context.instance ?? context.service, kind)

/** The bytes of a frame, or why there are none. */
export const pack = (value: unknown, bytesMax: number): Result<Uint8Array> => {
  try {
    const bytes = encode(value)
    return bytes.length > bytesMax ? fail(`frame of ${bytes.length} bytes is above the limit ${bytesMax}`) : ok(bytes)
  } catch (error) {
    return fail(messageOf(error))
  }
}

export const refusal = (code: string, category: RpcError['category'], message: string): { readonly ok: false; readonly error: RpcError } => ({
  ok: false,
  error: { code, category, message },
})
