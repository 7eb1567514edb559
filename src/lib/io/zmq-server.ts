import { Buffer } from 'node:buffer'
import { Router } from 'zeromq'
import type { Result } from '../base/result.ts'
import { CONTROL_BYTES_MAX, DATA_BYTES_MAX, decode } from '../codec/cbor.ts'
import { validator } from '../codec/schema.ts'
import { ENVELOPE_VERSION, type RpcError, RpcRequestFrame } from '../contracts/envelope.ts'
import { contractConflict, HelloRequest } from '../contracts/hello.ts'
import type { BusRequest } from '../ports/bus.ts'
import { BoundedMap } from './bounded-map.ts'
import { type BusContext, ownSocket, pack, refusal } from './bus-context.ts'
import { bindPrivate, hold, receiveEach } from './zmq-registry.ts'

/** Connections and open requests remembered; the oldest are forgotten, which their peers see as a refusal or a time-out. */
const CONNECTIONS_MAX = 4_096
const OPEN_COUNT_MAX = 16_384

type Answer = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly error: RpcError }

interface Caller {
  readonly identity: Uint8Array
  readonly id: string
}

export interface BusServer {
  serve(onRequest: (request: BusRequest) => void): void
  reply(requestId: string, answer: Answer): void
  close(): void
}

const checkFrame = validator(RpcRequestFrame)
const checkHello = validator(HelloRequest)

const frameIn = (body: Uint8Array): Result<RpcRequestFrame> => {
  const decoded = decode(body, { maxBytes: CONTROL_BYTES_MAX })
  return decoded.ok ? checkFrame(decoded.value) : decoded
}

const keyOf = (identity: Uint8Array): string => Buffer.from(identity).toString('latin1')

class Server implements BusServer {
  readonly #context: BusContext
  readonly #socket: Router
  /** Each connection's conflict with our contracts, null when there is none. */
  readonly #greeted = new BoundedMap<string, string | null>(CONNECTIONS_MAX)
  readonly #open = new BoundedMap<string, Caller>(OPEN_COUNT_MAX)
  #onRequest: ((request: BusRequest) => void) | undefined
  #lastRequest = 0

  constructor(context: BusContext, socket: Router) {
    this.#context = context
    this.#socket = socket
  }

  serve(onRequest: (request: BusRequest) => void): void {
    this.#onRequest = onRequest
  }

  reply(requestId: string, answer: Answer): void {
    const caller = this.#open.take(requestId)
    if (caller === undefined) this.#context.counters.undelivered += 1
    else this.#send(caller, answer)
  }

  close(): void {
    this.#socket.close()
  }

  readonly accept = (frames: readonly Uint8Array[]): void => {
    const [identity, body] = frames
    const frame = identity === undefined || body === undefined || frames.length > 2 ? null : frameIn(body)
    if (identity === undefined || frame === null || !frame.ok) {
      this.#context.counters.garbled += 1
      this.#context.log.write('debug', 'request dropped: not understood', { error: frame?.ok === false ? frame.error : `${frames.length} frames` })
      return
    }
    const deadlineUs = this.#deadlineUs(frame.value)
    if (deadlineUs < this.#context.clock.nowUs()) this.#context.counters.expired += 1
    else this.#answer({ identity, id: frame.value.id }, frame.value, deadlineUs)
  }

  /** On our own clock: the wall clocks of two processes differ when it was set between their starts. */
  #deadlineUs({ deadlineUs, deadlineMonoUs }: RpcRequestFrame): number {
    const { clock } = this.#context
    return deadlineMonoUs === undefined ? deadlineUs : Math.floor(clock.nowUs() + deadlineMonoUs - clock.monoUs())
  }

  #answer(caller: Caller, frame: RpcRequestFrame, deadlineUs: number): void {
    const conflict = this.#greeted.get(keyOf(caller.identity))
    if (frame.method === 'hello') this.#greet(caller, frame.body)
    else if (conflict === undefined) this.#refuse(caller, refusal('HELLO_FIRST', 'retry', 'the first request of a connection has to be hello'))
    else if (conflict !== null) this.#refuse(caller, refusal('CONTRACT_MAJOR', 'fatal', conflict))
    else if (this.#onRequest === undefined) this.#refuse(caller, refusal('NOT_SERVING', 'retry', `'${this.#context.service}' does not serve requests yet`))
    else this.#hand(this.#onRequest, { caller, frame, deadlineUs })
  }

  #hand(onRequest: (request: BusRequest) => void, { caller, frame, deadlineUs }: { caller: Caller; frame: RpcRequestFrame; deadlineUs: number }): void {
    this.#lastRequest += 1
    // With the epoch in it, an answer to a request of an earlier incarnation finds nobody.
    const requestId = `${this.#context.epoch}-${this.#lastRequest}`
    this.#open.set(requestId, caller)
    this.#context.counters.served += 1
    const { method, src, correlationId, causationId, body } = frame
    onRequest({ requestId, method, src, deadlineUs, correlationId, ...(causationId === undefined ? {} : { causationId }), body })
  }

  #greet(caller: Caller, body: unknown): void {
    const hello = checkHello(body)
    const { contracts, epoch, service, log } = this.#context
    const conflict = hello.ok ? contractConflict(contracts, hello.value.contracts) : hello.error
    this.#greeted.set(keyOf(caller.identity), conflict)
    if (conflict === null) {
      this.#send(caller, { ok: true, body: { svc: service, epoch, contracts } })
      return
    }
    log.write('warn', 'peer refused', { peer: hello.ok ? hello.value.svc : undefined, reason: conflict })
    this.#refuse(caller, refusal('CONTRACT_MAJOR', 'fatal', conflict))
  }

  #refuse(caller: Caller, answer: Answer): void {
    this.#context.counters.refused += 1
    this.#send(caller, answer)
  }

  #send({ identity, id }: Caller, answer: Answer): void {
    const { epoch, counters, log } = this.#context
    const head = { v: ENVELOPE_VERSION, kind: 'res', id, epoch }
    const packed = pack({ ...head, ...answer }, DATA_BYTES_MAX)
    const bytes = packed.ok ? packed : pack({ ...head, ...refusal('ANSWER_UNSENDABLE', 'fatal', packed.error) }, DATA_BYTES_MAX)
    if (!packed.ok) log.write('error', 'answer not sent', { error: packed.error })
    if (!bytes.ok) return
    this.#socket.send([identity, bytes.value]).catch(() => {
      counters.undelivered += 1
    })
  }
}

/** Answers requests, and hello by itself. A request that is past its deadline, or no request at all, is dropped and counted. */
export const openServer = async (context: BusContext): Promise<BusServer> => {
  const socket = hold(new Router({ mandatory: true, handover: true, sendTimeout: 0, linger: 0, maxMessageSize: CONTROL_BYTES_MAX }))
  await bindPrivate(socket, ownSocket(context, 'rpc'))
  const server = new Server(context, socket)
  receiveEach(socket, server.accept)
  return server
}
