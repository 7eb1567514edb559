import type { ExecConfig } from '../../../src/daemons/exec/config.ts'
import { createExecCore, type ExecDeps } from '../../../src/daemons/exec/core.ts'
import type { ExecIn, ExecOut } from '../../../src/daemons/exec/events.ts'
import type { Turn } from '../../../src/daemons/exec/turn.ts'
import { type EpochUs, epochUs } from '../../../src/lib/base/units.ts'
import type { Order, SubmitRequest } from '../../../src/lib/contracts/exec.ts'
import type { StreamEvent } from '../../../src/lib/contracts/stream.ts'
import { binanceOrders } from '../../../src/lib/venues/binance/orders.ts'
import { lost, PaperVenue } from './paper-venue.ts'

export const config: ExecConfig = {
  symbols: ['BTCUSDT'],
  venue: 'sim',
  recvWindowMs: 2_000,
  proofMs: 12_000,
  riskTimeoutMs: 50,
  orderTimeoutMs: 2_000,
  queryTimeoutMs: 5_000,
  duplicateWindowMs: 500,
  queueMs: 500,
  deadManMs: 15_000,
  clockEveryMs: 30_000,
  sweepEveryMs: 10_000,
  silentMs: 5_000,
  stopWaitMs: 5_000,
  stopWaitUnknownMs: 15_000,
}

export interface Frame {
  readonly kind: 'IN' | 'OUT'
  readonly nowUs: EpochUs
  readonly value: unknown
}

type Risk = (clientOrderId: string) => 'allow' | 'deny' | 'silent' | 'hold'
const START_US = 1_800_000_000_000_000
const HOP_US = 1_000

/** exec's core with a paper venue, an obedient risk and a clock that tests move. It performs effects as the loop would. */
export class Rig {
  readonly venue: PaperVenue
  readonly core
  state
  readonly frames: Frame[]
  readonly outs: ExecOut[] = []
  nowUs = START_US
  risk: Risk = () => 'allow'
  private seq = 0
  private readonly timers = new Map<string, number>()
  private readonly queue: Array<{ readonly atUs: number; readonly input: ExecIn }> = []

  constructor(options: { venue?: PaperVenue; frames?: Frame[]; nowUs?: number; deps?: Partial<ExecDeps>; over?: Partial<ExecConfig> } = {}) {
    this.venue = options.venue ?? new PaperVenue()
    this.core = createExecCore({ venue: binanceOrders, ...options.deps })
    this.state = this.core.init({ ...config, ...options.over })
    this.frames = options.frames ?? []
    this.nowUs = options.nowUs ?? START_US
    for (const frame of this.frames) if (frame.kind === 'OUT') this.core.apply(this.state, frame.value as ExecOut, frame.nowUs)
  }

  /** Steps one input now and puts what it asks for on its way. */
  offer(input: ExecIn): ExecOut[] {
    this.nowUs += 1
    this.seq += 1
    const at = { seq: this.seq, nowUs: epochUs(this.nowUs), input: structuredClone(input) }
    this.frames.push({ kind: 'IN', nowUs: at.nowUs, value: at.input })
    const made: ExecOut[] = []
    this.core.step(this.state, at, (out) => {
      made.push(out)
      if (this.core.recordType(out) !== null) this.frames.push({ kind: 'OUT', nowUs: at.nowUs, value: structuredClone(out) })
    })
    this.outs.push(...made)
    for (const out of made) this.perform(out)
    return made
  }

  later(input: ExecIn, afterUs = HOP_US): void {
    this.queue.push({ atUs: this.nowUs + afterUs, input })
  }

  private perform(out: ExecOut): void {
    if (out.type === 'timer.set') this.timers.set(out.id, this.nowUs + out.afterUs)
    else if (out.type === 'timer.clear') this.timers.delete(out.id)
    else if (out.type === 'venue.send') this.call(out.id, out.request)
    else if (out.type === 'order.sent') this.call(`new|${out.clientOrderId}`, out.request)
    else if (out.type === 'stream.open') this.later({ type: 'stream.opened', generation: out.generation })
    else if (out.type === 'stream.frame') this.text(JSON.stringify({ id: out.frame.id, status: 200, result: { subscriptionId: 0 } }))
    else if (out.type === 'rpc.request') this.judge(out.id, out.body as { clientOrderId: string })
  }

  private call(id: string, request: Parameters<PaperVenue['answer']>[0]): void {
    const result = this.venue.answer(request, this.nowUs)
    if (result === null) this.later({ type: 'venue.answered', id, result: lost }, 2_000_000)
    else this.later({ type: 'venue.answered', id, result })
  }

  private judge(id: string, body: { clientOrderId: string }): void {
    const verdict = this.risk(body.clientOrderId)
    if (verdict === 'hold') return
    if (verdict === 'silent')
      this.later({ type: 'rpc.answered', id, answer: { ok: false, error: { code: 'TIMEOUT', category: 'retry', message: 'no answer' } } }, 50_000)
    else this.verdict(id, verdict)
  }

  verdict(id: string, verdict: 'allow' | 'deny'): void {
    const codes = verdict === 'deny' ? ['POSITION_MAX'] : []
    this.later({ type: 'rpc.answered', id, answer: { ok: true, body: { verdict, codes, policyVersion: 'p', riskSeq: 1, expiresUs: this.nowUs + 500_000 } } })
  }

  text(text: string): void {
    this.later({ type: 'stream.text', generation: this.state.stream.generation, text })
  }

  /** Moves the clock; due timers and answers come in order of time. */
  run(us: number): this {
    const endUs = this.nowUs + us
    for (;;) {
      const next = this.nextDue()
      if (next === null || next.atUs > endUs) break
      this.nowUs = Math.max(this.nowUs, next.atUs)
      next.take()
    }
    this.nowUs = Math.max(this.nowUs, endUs)
    return this
  }

  private nextDue(): { atUs: number; take: () => void } | null {
    const due = this.queue.map((entry) => ({ atUs: entry.atUs, take: () => this.dequeue(entry) }))
    const fired = [...this.timers].map(([id, atUs]) => ({ atUs, take: () => this.fire(id) }))
    return [...due, ...fired].reduce<{ atUs: number; take: () => void } | null>((first, one) => (first === null || one.atUs < first.atUs ? one : first), null)
  }

  private dequeue(entry: { atUs: number; input: ExecIn }): void {
    this.queue.splice(this.queue.indexOf(entry), 1)
    this.offer(entry.input)
  }

  private fire(id: string): void {
    this.timers.delete(id)
    this.offer({ type: 'timer.fired', id })
  }

  /** A turn for calling one part of the core by itself; what it emits is kept, not performed. */
  turn(): Turn {
    return {
      state: this.state,
      nowUs: epochUs(this.nowUs),
      venue: binanceOrders,
      seenFill: (key, fills) => fills.has(key),
      emit: (out) => void this.outs.push(out),
    }
  }

  start(epoch = 1): this {
    this.offer({ type: 'start', epoch })
    return this.run(100_000)
  }

  request(method: string, body: unknown): Extract<ExecOut, { type: 'rpc.reply' }>['answer'] {
    const requestId = `r${this.seq}`
    const made = this.offer({ type: 'rpc.requested', requestId, method, src: 'strat', deadlineUs: this.nowUs + 1_000_000, correlationId: `c${this.seq}`, body })
    const reply = made.find((out) => out.type === 'rpc.reply')
    if (reply?.type !== 'rpc.reply') throw new Error('no reply')
    return reply.answer
  }

  /** Submits an order and returns its client order id. */
  submit(over: Partial<SubmitRequest> = {}): string {
    const answer = this.request('order.submit', intent({ intentId: `i${this.frames.length}`, ...over }))
    if (!answer.ok) throw new Error(answer.error.code)
    return (answer.body as { clientOrderId: string }).clientOrderId
  }

  order(clientOrderId: string): Order {
    const entry = this.state.registry.entries.get(clientOrderId)
    if (entry === undefined) throw new Error(`no order ${clientOrderId}`)
    return entry.order
  }

  causes(clientOrderId: string): string[] {
    return this.events('order.changed')
      .map(({ body }) => body as { order: Order; cause: string })
      .filter(({ order }) => order.clientOrderId === clientOrderId)
      .map(({ cause, order }) => `${cause}:${order.status}`)
  }

  events(type: string): StreamEvent[] {
    return this.state.registry.events.filter((event) => event.type === type)
  }

  of<Type extends ExecOut['type']>(type: Type): Extract<ExecOut, { type: Type }>[] {
    return this.outs.filter((out): out is Extract<ExecOut, { type: Type }> => out.type === type)
  }

  /** The same venue after a crash: what was journalled stays, everything else is gone. */
  restart(epoch: number, frames: readonly Frame[] = this.frames): Rig {
    return new Rig({ venue: this.venue, frames: [...frames], nowUs: this.nowUs + 1_000_000 }).start(epoch)
  }
}

export const intent = (over: Partial<SubmitRequest> = {}): SubmitRequest => ({
  intentId: 'i1',
  strategyId: 'maker',
  symbol: 'BTCUSDT',
  side: 'buy',
  type: 'limit',
  tif: 'gtc',
  price: '100',
  qty: '1',
  postOnly: false,
  reduceOnly: false,
  ...over,
})
