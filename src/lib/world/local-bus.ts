import { DATA_BYTES_MAX, decode, encode } from '../codec/cbor.ts'
import type { Bus, BusAnswer, BusCall, BusMessage, BusRequest, Outgoing } from '../ports/bus.ts'
import type { Faults } from './faults.ts'
import type { Kernel } from './kernel.ts'

interface Subscription {
  readonly owner: Station
  readonly prefix: string
  readonly onMessage: (message: BusMessage) => void
  readonly last: Map<string, { epoch: number; seq: number }>
}

/** The bus of a world: in one process, with delays, losses, duplicates and reordering by seed. Bodies go through the codec as on the wire. */
export interface Hub {
  /** Connects a peer; an earlier connection of the same name is gone. */
  connect(name: string, epoch: number): Bus & { cut(): void }
}

interface Wire {
  readonly kernel: Kernel
  readonly faults: Faults
  readonly stations: Map<string, Station>
  readonly subscriptions: Set<Subscription>
}

const copy = (bytes: Uint8Array): unknown => {
  const decoded = decode(bytes, { maxBytes: DATA_BYTES_MAX })
  if (!decoded.ok) throw new RangeError(decoded.error)
  return decoded.value
}

const failure = (code: string, message: string): BusAnswer => ({ ok: false, error: { code, category: 'retry', message } })

class Station implements Bus {
  readonly epoch: number
  readonly name: string
  alive = true
  private readonly wire: Wire
  private readonly seqs = new Map<string, number>()
  private readonly pending = new Map<string, (answer: BusAnswer) => void>()
  private handler: ((request: BusRequest) => void) | null = null
  private requests = 0

  constructor(wire: Wire, name: string, epoch: number) {
    this.wire = wire
    this.name = name
    this.epoch = epoch
  }

  readonly publish = (message: Outgoing): void => {
    const seq = (this.seqs.get(message.topic) ?? 0) + 1
    this.seqs.set(message.topic, seq)
    const readers = [...this.wire.subscriptions].filter(({ prefix }) => `${message.topic}.`.startsWith(prefix))
    if (readers.length === 0) return
    const body = encode(message.body)
    const full = { ...message, epoch: this.epoch, seq, tsUs: this.wire.kernel.nowUs(), src: this.name }
    for (const reader of readers) this.carry(reader, full, body)
  }

  private carry(reader: Subscription, message: Omit<BusMessage, 'missed'>, body: Uint8Array): void {
    const { faults, kernel } = this.wire
    if (faults.strikes('drop')) return
    const times = faults.strikes('duplicate') ? 2 : 1
    const extraUs = faults.strikes('reorder') ? 20_000 : 0
    for (let index = 0; index < times; index++) kernel.after(faults.hopUs() + extraUs, () => deliver(reader, message, body))
  }

  readonly subscribe = (pattern: string, onMessage: (message: BusMessage) => void): (() => void) => {
    const hole = pattern.indexOf('{')
    const subscription: Subscription = {
      owner: this,
      prefix: hole < 0 ? `${pattern}.` : pattern.slice(0, hole),
      onMessage: filtered(pattern, onMessage),
      last: new Map(),
    }
    this.wire.subscriptions.add(subscription)
    return () => this.wire.subscriptions.delete(subscription)
  }

  readonly serve = (onRequest: (request: BusRequest) => void): void => {
    this.handler = onRequest
  }

  readonly request = (call: BusCall, done: (answer: BusAnswer) => void): void => {
    const { kernel, faults, stations } = this.wire
    const target = stations.get(call.service)
    if (target?.alive !== true || target.handler === null) {
      kernel.after(0, () => this.alive && done(failure('UNREACHABLE', `'${call.service}' is not there`)))
      return
    }
    this.requests += 1
    const requestId = `${this.name}-${this.epoch}-${this.requests}`
    const deadlineUs = kernel.nowUs() + call.timeoutUs
    const settle = (answer: BusAnswer): void => {
      if (!this.pending.delete(requestId) || !this.alive) return
      cancelTimeout()
      done(answer)
    }
    this.pending.set(requestId, settle)
    const cancelTimeout = kernel.after(call.timeoutUs, () => settle(failure('TIMEOUT', `no answer from '${call.service}' in time`)))
    const bytes = encode(call.body)
    kernel.after(faults.hopUs(), () => {
      if (kernel.nowUs() > deadlineUs) return
      const { method, correlationId, causationId } = call
      target.take({ requestId, method, src: this.name, deadlineUs, correlationId, ...(causationId === undefined ? {} : { causationId }), body: copy(bytes) })
    })
  }

  private take(request: BusRequest): void {
    if (this.alive) this.handler?.(request)
  }

  readonly reply = (requestId: string, answer: Parameters<Bus['reply']>[1]): void => {
    const { kernel, faults, stations } = this.wire
    const bytes = encode(answer)
    kernel.after(faults.hopUs(), () => {
      const asker = stations.get(requestId.slice(0, requestId.indexOf('-')))
      const given = copy(bytes) as typeof answer
      asker?.pending.get(requestId)?.(given.ok ? { ok: true, epoch: this.epoch, body: given.body } : given)
    })
  }

  readonly cut = (): void => {
    this.alive = false
    for (const subscription of [...this.wire.subscriptions]) if (subscription.owner === this) this.wire.subscriptions.delete(subscription)
  }

  readonly close = (done: () => void): void => {
    this.cut()
    this.wire.kernel.after(0, done)
  }
}

const filtered = (pattern: string, onMessage: (message: BusMessage) => void): ((message: BusMessage) => void) => {
  const end = pattern.indexOf('}')
  if (end < 0) return onMessage
  const suffix = pattern.slice(end + 1)
  return (message) => {
    if (message.topic.endsWith(suffix)) onMessage(message)
  }
}

const deliver = (reader: Subscription, message: Omit<BusMessage, 'missed'>, body: Uint8Array): void => {
  if (!reader.owner.alive) return
  const key = `${message.src} ${message.topic}`
  const last = reader.last.get(key)
  const missed = last === undefined || last.epoch !== message.epoch ? 0 : Math.max(0, message.seq - last.seq - 1)
  reader.last.set(key, { epoch: message.epoch, seq: Math.max(message.seq, last?.epoch === message.epoch ? last.seq : 0) })
  reader.onMessage({ ...message, missed, body: copy(body) })
}

export const createHub = (kernel: Kernel, faults: Faults): Hub => {
  const wire: Wire = { kernel, faults, stations: new Map(), subscriptions: new Set() }
  return {
    connect: (name, epoch) => {
      wire.stations.get(name)?.cut()
      const station = new Station(wire, name, epoch)
      wire.stations.set(name, station)
      return station
    },
  }
}
