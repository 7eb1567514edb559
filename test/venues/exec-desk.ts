import type { ExecConfig } from '../../src/daemons/exec/config.ts'
import { createExecCore } from '../../src/daemons/exec/core.ts'
import type { ExecIn, ExecOut } from '../../src/daemons/exec/events.ts'
import { type EpochUs, epochUs } from '../../src/lib/base/units.ts'
import type { Order, SubmitRequest } from '../../src/lib/contracts/exec.ts'
import type { VenueResult } from '../../src/lib/ports/venue.ts'
import { config, intent } from '../daemons/exec/rig.ts'
import type { VenueBench } from './bench.ts'

const HOP_US = 1_000
/** The stream is looked at so often. */
const STEP_US = 20_000
const LOST: VenueResult = { ok: false, sent: true, reason: 'no answer', sentMonoUs: 0 }

/** What happens to a call on its way. `unheard`: it never arrives; `executed`: its answer does not. */
type Way = 'through' | 'unheard' | 'executed'

interface Kept {
  readonly value: ExecOut
  readonly nowUs: EpochUs
}

/** exec's core on a venue of the bench, with an obedient risk. It performs effects as the loop would. */
export class ExecDesk {
  readonly bench: VenueBench
  readonly calls: string[] = []
  readonly opened: string[] = []
  readonly core
  readonly state
  way: (id: string) => Way = () => 'through'
  isPaused = false
  #seq = 0
  #heard = 0
  #generation = 0
  readonly #kept: Kept[]
  readonly #timers = new Map<string, number>()
  readonly #queue: Array<{ readonly atUs: number; readonly input: ExecIn }> = []

  constructor(bench: VenueBench, { over = {}, kept = [] }: { readonly over?: Partial<ExecConfig>; readonly kept?: readonly Kept[] } = {}) {
    this.bench = bench
    this.core = createExecCore({ venue: bench.orders })
    this.state = this.core.init({ ...config, symbols: [bench.symbol], ...over })
    this.#kept = [...kept]
    for (const { value, nowUs } of kept) this.core.apply(this.state, value, nowUs)
  }

  get nowUs(): number {
    return this.bench.nowMs * 1_000
  }

  start(epoch = 1): this {
    this.offer({ type: 'start', epoch })
    return this.run(500)
  }

  /** The process dies; another one takes over what it had journalled. */
  restart(epoch: number): ExecDesk {
    return new ExecDesk(this.bench, { kept: this.#kept }).start(epoch)
  }

  offer(input: ExecIn): ExecOut[] {
    this.#seq += 1
    const nowUs = epochUs(this.nowUs)
    const made: ExecOut[] = []
    this.core.step(this.state, { seq: this.#seq, nowUs, input: structuredClone(input) }, (out) => made.push(out))
    for (const out of made) if (this.core.recordType(out) !== null) this.#kept.push({ value: structuredClone(out), nowUs })
    for (const out of made) this.#perform(out)
    return made
  }

  #perform(out: ExecOut): void {
    if (out.type === 'timer.set') this.#timers.set(out.id, this.nowUs + out.afterUs)
    else if (out.type === 'timer.clear') this.#timers.delete(out.id)
    else if (out.type === 'venue.send') this.#call(out.id, out)
    else if (out.type === 'order.sent') this.#call(`new|${out.clientOrderId}`, out)
    else if (out.type === 'stream.open') this.#open(out.generation, out.path)
    else if (out.type === 'stream.frame') this.bench.sendFrame(out.frame)
    else if (out.type === 'rpc.request') this.#allow(out.id)
  }

  #later(input: ExecIn, afterUs = HOP_US): void {
    this.#queue.push({ atUs: this.nowUs + afterUs, input })
  }

  #call(id: string, { request, timeoutUs }: Extract<ExecOut, { type: 'venue.send' | 'order.sent' }>): void {
    this.calls.push(id)
    const way = this.way(id)
    const result = way === 'unheard' ? LOST : this.bench.call(request)
    if (way === 'through') this.#later({ type: 'venue.answered', id, result })
    else this.#later({ type: 'venue.answered', id, result: LOST }, timeoutUs)
  }

  #open(generation: number, path: string): void {
    this.bench.openSocket(path)
    this.opened.push(path)
    this.#heard = 0
    this.#generation = generation
    this.#later({ type: 'stream.opened', generation })
  }

  #allow(id: string): void {
    const body = { verdict: 'allow', codes: [], policyVersion: 'p', riskSeq: 1, expiresUs: this.nowUs + 1_000_000 }
    this.#later({ type: 'rpc.answered', id, answer: { ok: true, body } })
  }

  /** Nothing more is heard of the stream, and exec is told. */
  cutStream(): void {
    this.bench.openSocket('/nowhere')
    this.#heard = 0
    this.offer({ type: 'stream.closed', generation: this.#generation, reason: 'cut' })
  }

  /** Lets time pass, for the venue alone while paused; long spans may be looked at less closely. */
  run(ms: number, stepUs = STEP_US): this {
    const endUs = this.nowUs + ms * 1_000
    while (this.nowUs < endUs) {
      this.bench.advance(Math.min(stepUs, endUs - this.nowUs) / 1_000)
      if (!this.isPaused) this.#catchUp()
    }
    return this
  }

  #catchUp(): void {
    for (;;) {
      for (const text of this.bench.texts().slice(this.#heard)) {
        this.#heard += 1
        this.offer({ type: 'stream.text', generation: this.#generation, text })
      }
      const due = this.#queue.findIndex(({ atUs }) => atUs <= this.nowUs)
      const timer = [...this.#timers].find(([, atUs]) => atUs <= this.nowUs)
      if (due >= 0) for (const { input } of this.#queue.splice(due, 1)) this.offer(input)
      else if (timer !== undefined) this.#fire(timer[0])
      else return
    }
  }

  #fire(id: string): void {
    this.#timers.delete(id)
    this.offer({ type: 'timer.fired', id })
  }

  request(method: string, body: unknown): unknown {
    const made = this.offer({ type: 'rpc.requested', requestId: 'r', method, src: 'strat', deadlineUs: this.nowUs + 1_000_000, correlationId: 'c', body })
    const reply = made.find((out) => out.type === 'rpc.reply')
    if (reply?.type !== 'rpc.reply' || !reply.answer.ok) throw new Error(JSON.stringify(reply))
    return reply.answer.body
  }

  /** Submits an order that suits the bench; its client order id. */
  submit(over: Partial<SubmitRequest> = {}): string {
    const { symbol, price, qty } = this.bench
    const { clientOrderId } = this.request('order.submit', intent({ intentId: `i${this.#seq}`, symbol, price, qty, ...over })) as { clientOrderId: string }
    return clientOrderId
  }

  cancel(clientOrderId: string): void {
    this.request('order.cancel', { clientOrderId })
  }

  order(clientOrderId: string): Order {
    const entry = this.state.registry.entries.get(clientOrderId)
    if (entry === undefined) throw new Error(`no order ${clientOrderId}`)
    return entry.order
  }

  /** How often an order was put on its way. */
  sentCount(clientOrderId: string): number {
    return this.calls.filter((id) => id === `new|${clientOrderId}`).length
  }
}
