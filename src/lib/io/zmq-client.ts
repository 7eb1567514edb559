import type { Result } from '../base/result.ts'
import { CONTROL_BYTES_MAX, DATA_BYTES_MAX, decode } from '../codec/cbor.ts'
import { validator } from '../codec/schema.ts'
import { ENVELOPE_VERSION, RpcAnswerFrame } from '../contracts/envelope.ts'
import { contractConflict, HelloAnswer } from '../contracts/hello.ts'
import type { BusAnswer, BusCall } from '../ports/bus.ts'
import type { Cancel } from '../ports/clock.ts'
import { type BusContext, pack, peerSocket, refusal } from './bus-context.ts'
import { type BusDealer, openDealer } from './zmq-dealer.ts'

const HELLO_TIMEOUT_US = 1_000_000
const GREET_AGAIN_US = 1_000_000

interface Pending {
  readonly method: string
  readonly frame: Uint8Array
  readonly done: (answer: BusAnswer) => void
  readonly cancelTimer: Cancel
  /** It was sent twice, because its connection had not said hello. */
  repeated: boolean
}

/** What the peer made of our hello: a string is its reason to refuse us. */
type Standing = 'unknown' | 'asked' | 'welcome' | { readonly refused: string }

export interface BusClient {
  request(call: Omit<BusCall, 'service'>, done: (answer: BusAnswer) => void): void
  close(): void
}

const checkFrame = validator(RpcAnswerFrame)
const checkHello = validator(HelloAnswer)

const answerIn = (frames: readonly Uint8Array[]): Result<RpcAnswerFrame> | null => {
  const [body] = frames
  if (body === undefined || frames.length > 1) return null
  const decoded = decode(body, { maxBytes: DATA_BYTES_MAX })
  return decoded.ok ? checkFrame(decoded.value) : decoded
}

class Client implements BusClient {
  readonly #context: BusContext
  readonly #service: string
  readonly #dealer: BusDealer
  readonly #pending = new Map<string, Pending>()
  #standing: Standing = 'unknown'
  #peerEpoch = -1
  #lastId = 0
  #greetedUs = Number.NEGATIVE_INFINITY

  constructor(context: BusContext, service: string) {
    this.#context = context
    this.#service = service
    this.#dealer = openDealer({ path: peerSocket(context, service, 'rpc'), clock: context.clock, onFrames: (frames) => this.#accept(frames) })
  }

  request(call: Omit<BusCall, 'service'>, done: (answer: BusAnswer) => void): void {
    this.#context.counters.requested += 1
    if (this.#standing === 'unknown') this.#greet()
    const standing = this.#standing
    if (typeof standing === 'string') {
      this.#start(call, done)
      return
    }
    // The peer may have been replaced by one that understands us.
    if (this.#context.clock.monoUs() - this.#greetedUs > GREET_AGAIN_US) this.#greet()
    this.#context.clock.defer(() => done(refusal('CONTRACT_MAJOR', 'fatal', standing.refused)))
  }

  close(): void {
    this.#dealer.close()
    for (const id of [...this.#pending.keys()]) this.#finish(id, refusal('UNREACHABLE', 'retry', 'the bus is closed'))
  }

  #start(call: Omit<BusCall, 'service'>, done: (answer: BusAnswer) => void): void {
    const { clock, service: src } = this.#context
    const { timeoutUs: wishedUs, ...rest } = call
    const timeoutUs = Math.ceil(wishedUs)
    this.#lastId += 1
    const id = String(this.#lastId)
    const deadlines = { deadlineUs: clock.nowUs() + timeoutUs, deadlineMonoUs: clock.monoUs() + timeoutUs }
    const packed = pack({ v: ENVELOPE_VERSION, kind: 'req', id, src, ...deadlines, ...rest }, CONTROL_BYTES_MAX)
    if (!packed.ok) {
      clock.defer(() => done(refusal('BAD_REQUEST', 'reject', packed.error)))
      return
    }
    const cancelTimer = clock.after(timeoutUs, () =>
      this.#fail(id, 'timedOut', refusal('TIMEOUT', 'retry', `no answer of '${this.#service}' within ${timeoutUs / 1_000} ms`)),
    )
    this.#pending.set(id, { method: call.method, frame: packed.value, done, cancelTimer, repeated: false })
    this.#send(id, packed.value)
  }

  #send(id: string, frame: Uint8Array): void {
    this.#dealer.send(frame, () => {
      this.#fail(id, 'unreachable', refusal('UNREACHABLE', 'retry', `'${this.#service}' is not connected`))
    })
  }

  #fail(id: string, cause: 'unreachable' | 'timedOut', answer: BusAnswer): void {
    const pending = this.#pending.get(id)
    if (pending === undefined) return
    if (pending.method !== 'hello') this.#context.counters[cause] += 1
    this.#finish(id, answer)
  }

  #finish(id: string, answer: BusAnswer): void {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    pending?.cancelTimer()
    pending?.done(answer)
  }

  /** Goes out before every later request, so those need not wait for its answer. */
  #greet(): void {
    const { service: svc, epoch, contracts, clock } = this.#context
    this.#greetedUs = clock.monoUs()
    if (this.#standing === 'unknown') this.#standing = 'asked'
    const call = { method: 'hello', body: { svc, epoch, contracts }, timeoutUs: HELLO_TIMEOUT_US, correlationId: `hello-${svc}-${this.#service}` }
    this.#start(call, (answer) => this.#greeted(answer))
  }

  #greetAgain(epoch: number): void {
    this.#peerEpoch = epoch
    this.#greet()
  }

  #greeted(answer: BusAnswer): void {
    if (!answer.ok) {
      if (answer.error.code !== 'CONTRACT_MAJOR' && this.#standing === 'asked') this.#standing = 'unknown'
      return
    }
    const hello = checkHello(answer.body)
    const conflict = hello.ok ? contractConflict(this.#context.contracts, hello.value.contracts) : hello.error
    this.#peerEpoch = answer.epoch
    if (conflict === null) this.#standing = 'welcome'
    else this.#refused(conflict)
  }

  #refused(reason: string): void {
    const known = typeof this.#standing === 'object' && this.#standing.refused === reason
    this.#standing = { refused: reason }
    if (!known) this.#context.log.write('error', 'peer speaks another contract', { peer: this.#service, reason })
  }

  #accept(frames: readonly Uint8Array[]): void {
    const frame = answerIn(frames)
    if (frame === null || !frame.ok) {
      this.#context.counters.garbled += 1
      return
    }
    const pending = this.#pending.get(frame.value.id)
    if (pending === undefined) this.#context.counters.late += 1
    else this.#answered(frame.value, pending)
  }

  #answered(frame: RpcAnswerFrame, pending: Pending): void {
    const strange = frame.epoch !== this.#peerEpoch && this.#standing === 'welcome'
    const code = frame.ok ? null : frame.error.code
    if (code === 'HELLO_FIRST' && !pending.repeated) {
      // The peer was restarted and did nothing with the request.
      pending.repeated = true
      this.#greet()
      this.#send(frame.id, pending.frame)
      return
    }
    if (strange) this.#greetAgain(frame.epoch)
    if (!frame.ok && frame.error.code === 'CONTRACT_MAJOR') this.#refused(frame.error.message)
    this.#finish(frame.id, frame.ok ? { ok: true, epoch: frame.epoch, body: frame.body } : { ok: false, error: frame.error })
  }
}

/** The asking side of a connection to `service`. */
export const openClient = (context: BusContext, service: string): BusClient => new Client(context, service)
