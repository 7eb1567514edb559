import { type Prng, prng } from '../../../lib/base/prng.ts'
import type { FaultName, FaultPlan } from '../../../lib/contracts/faults.ts'
import type { Emit } from '../../../lib/daemon/core.ts'
import type { CommonOut } from '../../../lib/daemon/effects.ts'
import type { SimIn, SimOut, Turn } from '../events.ts'
import { garble } from './garble.ts'
import { isControlAnswer, isDiff, isOrderCall, isSnapshotCall, isUserEvent } from './kinds.ts'
import { createLanes } from './lanes.ts'

type Out = SimOut | CommonOut
type HttpIn = Extract<SimIn, { type: 'http.request' }>
type HttpOut = Extract<SimOut, { type: 'http.respond' }>
type SendOut = Extract<SimOut, { type: 'socket.send' }>

export const FAULT_TIMER = 'faults'
const SPAN_MS = 60_000
const FUTURE_US = 500_000
/** Far behind every id that a reader may have buffered. */
const STALE_IDS = 1_000_000
const TEXTS = {
  busy: { code: -1003, msg: 'Too much request weight used; current limit is 0 request weight per 1 MINUTE.' },
  unavailable: { code: -1000, msg: 'An unknown error occurred while processing the request.' },
  unknown: { code: -1007, msg: 'Timeout waiting for response from backend server. Send status unknown; execution status unknown.' },
} as const

/** A cut or a silence that will come. */
interface Strike {
  readonly atUs: number
  readonly kind: 'disconnect' | 'half-open'
}

/** Everything that goes wrong at the venue, drawn from one seed. It stands between the venue and its clients. */
export interface Faults {
  readonly plan: FaultPlan
  /** How often each fault has struck. */
  readonly counts: ReadonlyMap<FaultName, number>
  /** Replaces the plan from now on. */
  set(plan: FaultPlan, turn: Turn): void
  /** The same step, with effects that pass through the faults. */
  turn(turn: Turn): Turn
  /** True when the input goes no further: answered with an error, or heard by nobody. */
  absorbs(input: SimIn, turn: Turn): boolean
  /** Answers every request with a status until then: 418 is a ban, 429 a limit. */
  block(status: 418 | 429, untilUs: number): void
  /** Refuses new sockets until then. */
  refuse(untilUs: number, turn: Turn): void
  /** A socket falls silent: nothing is read or sent, and it stays open. */
  mute(socketId: string, turn: Turn): void
  forget(socketId: string): void
  /** Cuts and silences that are due; lets go what was held. */
  tick(turn: Turn, sockets: () => Iterable<string>): void
}

class FaultDesk implements Faults {
  plan: FaultPlan = {}
  readonly counts = new Map<FaultName, number>()
  readonly #random: Prng
  readonly #lanes = createLanes()
  readonly #muted = new Set<string>()
  /** Frames that wait for the one after, by socket and kind. */
  readonly #swapped = new Map<string, SendOut>()
  readonly #calls = new Map<string, Pick<HttpIn, 'method' | 'path'>>()
  #strikes: readonly Strike[] = []
  #block: { readonly status: 418 | 429; readonly untilUs: number } | null = null
  #refuseUntilUs = 0
  #futureUntilUs = 0
  #isIdle = true

  constructor(seed: number) {
    this.#random = prng(seed, 'faults')
  }

  set(plan: FaultPlan, turn: Turn): void {
    this.plan = plan
    this.counts.clear()
    this.#isIdle = Object.keys(plan).length === 0
    const spanUs = (plan.span ?? SPAN_MS) * 1_000
    const moments = (kind: Strike['kind']): Strike[] =>
      Array.from({ length: plan[kind] ?? 0 }, () => ({ atUs: turn.nowUs + this.#random.unit() * spanUs, kind }))
    this.#strikes = [...moments('disconnect'), ...moments('half-open')].sort((a, b) => a.atUs - b.atUs)
    this.#arm(turn)
  }

  turn(turn: Turn): Turn {
    if (this.#isIdle && this.#muted.size === 0 && this.#lanes.isEmpty) return turn
    return { nowUs: turn.nowUs, skewMs: this.plan['clock-skew'] ?? 0, emit: (out) => this.#pass(out, turn) }
  }

  absorbs(input: SimIn, turn: Turn): boolean {
    if (input.type === 'socket.text') return this.#muted.has(input.socketId)
    if (input.type !== 'http.request') return false
    const status = this.#statusOf(turn)
    if (status === null) {
      if (!this.#isIdle) this.#calls.set(input.requestId, { method: input.method, path: input.path })
      return false
    }
    const waitS = this.#block === null ? 1 : Math.ceil((this.#block.untilUs - turn.nowUs) / 1_000_000)
    const headers: Record<string, string> = status === 503 ? {} : { 'retry-after': String(waitS) }
    turn.emit({ type: 'http.respond', requestId: input.requestId, status, headers, body: JSON.stringify(status === 503 ? TEXTS.unavailable : TEXTS.busy) })
    return true
  }

  block(status: 418 | 429, untilUs: number): void {
    this.#block = { status, untilUs }
  }

  refuse(untilUs: number, turn: Turn): void {
    this.#refuseUntilUs = untilUs
    turn.emit({ type: 'upgrades', status: 503 })
    this.#arm(turn)
  }

  mute(socketId: string, turn: Turn): void {
    this.#muted.add(socketId)
    turn.emit({ type: 'socket.mute', socketId })
  }

  forget(socketId: string): void {
    this.#muted.delete(socketId)
    for (const kind of ['diff', 'user']) this.#swapped.delete(`${kind} ${socketId}`)
  }

  tick(turn: Turn, sockets: () => Iterable<string>): void {
    for (const out of this.#lanes.due(turn.nowUs)) this.#leave(out, turn.emit)
    if (this.#refuseUntilUs > 0 && this.#refuseUntilUs <= turn.nowUs) {
      this.#refuseUntilUs = 0
      turn.emit({ type: 'upgrades', status: null })
    }
    const due = this.#strikes.filter(({ atUs }) => atUs <= turn.nowUs)
    this.#strikes = this.#strikes.slice(due.length)
    for (const { kind } of due) this.#strike(kind, [...sockets()], turn)
    this.#arm(turn)
  }

  #strike(kind: Strike['kind'], sockets: readonly string[], turn: Turn): void {
    this.#count(kind)
    for (const socketId of sockets) {
      if (kind === 'half-open') this.mute(socketId, turn)
      else turn.emit({ type: 'socket.cut', socketId })
    }
    if (kind === 'disconnect' && this.plan.refuse !== undefined) this.refuse(turn.nowUs + this.plan.refuse * 1_000, turn)
  }

  #statusOf(turn: Turn): 418 | 429 | 503 | null {
    if (this.#block !== null && this.#block.untilUs > turn.nowUs) return this.#block.status
    this.#block = null
    if (this.#happens('http-418')) return 418
    if (this.#happens('http-429')) return 429
    return this.#happens('http-5xx') ? 503 : null
  }

  #pass(out: Out, turn: Turn): void {
    if (out.type === 'http.respond') this.#respond(out, turn)
    else if (out.type === 'socket.send') this.#send(out, turn)
    else turn.emit(out)
  }

  #respond(out: HttpOut, turn: Turn): void {
    const call = this.#calls.get(out.requestId)
    this.#calls.delete(out.requestId)
    const answer = call === undefined ? out : this.#strickenAnswer(out, call, turn)
    if (answer === null) return
    const afterUs = this.#latencyUs('rest-latency', 'rest-tail')
    if (afterUs === 0) turn.emit(answer)
    else this.#hold(`r ${out.requestId}`, answer, { dueUs: turn.nowUs + afterUs, turn })
  }

  /** Null: nobody ever answers. */
  #strickenAnswer(out: HttpOut, call: Pick<HttpIn, 'method' | 'path'>, turn: Turn): HttpOut | null {
    if (isOrderCall(call)) {
      if (this.#happens('lost-answer')) return null
      return this.#happens('late-5xx') ? { ...out, status: 503, body: JSON.stringify(TEXTS.unknown) } : out
    }
    if (!isSnapshotCall(call) || out.status !== 200) return out
    if (this.#next('stale-snapshot'))
      return { ...out, body: out.body.replace(/"lastUpdateId":(\d+)/, (_whole, id: string) => `"lastUpdateId":${Math.max(1, Number(id) - STALE_IDS)}`) }
    // the snapshot overtakes the diffs
    if (this.#next('future-snapshot')) this.#futureUntilUs = turn.nowUs + FUTURE_US
    return out
  }

  #send(out: SendOut, turn: Turn): void {
    const { socketId, text } = out
    if (this.#muted.has(socketId)) return
    if (isControlAnswer(text) && this.#happens('lost-subscribe')) return
    if (isDiff(text)) this.#spoil(out, { kind: 'diff', drop: 'drop', dup: 'dup', swap: 'swap' }, turn)
    else if (isUserEvent(text)) this.#spoil(out, { kind: 'user', drop: 'user-drop', dup: 'user-dup', swap: 'user-swap' }, turn)
    else this.#queue(out, turn)
  }

  #spoil(
    out: SendOut,
    names: { readonly kind: 'diff' | 'user'; readonly drop: FaultName; readonly dup: FaultName; readonly swap: FaultName },
    turn: Turn,
  ): void {
    if (this.#happens(names.drop)) return
    const key = `${names.kind} ${out.socketId}`
    const before = this.#swapped.get(key)
    if (before === undefined && this.#happens(names.swap)) {
      this.#swapped.set(key, out)
      return
    }
    this.#queue(names.kind === 'diff' ? this.#garbled(out) : out, turn)
    if (this.#happens(names.dup)) this.#queue(out, turn)
    if (before === undefined) return
    this.#swapped.delete(key)
    this.#queue(before, turn)
  }

  #garbled(out: SendOut): SendOut | Extract<SimOut, { type: 'socket.binary' }> {
    if (!this.#happens('garble')) return out
    const { text, isBinary } = garble(out.text, this.#random)
    return { type: isBinary ? 'socket.binary' : 'socket.send', socketId: out.socketId, text }
  }

  #queue(out: SendOut | Extract<SimOut, { type: 'socket.binary' }>, turn: Turn): void {
    const held = out.type === 'socket.send' && isDiff(out.text) && this.plan.delay !== undefined ? this.#random.unit() * this.plan.delay * 1_000 : 0
    const dueUs = Math.max(turn.nowUs + held + this.#latencyUs('stream-latency', 'stream-tail'), this.#futureUntilUs)
    if (dueUs <= turn.nowUs && this.#lanes.busyUntilUs(out.socketId) <= turn.nowUs) turn.emit(out)
    else this.#hold(out.socketId, out, { dueUs, turn })
  }

  #hold(lane: string, out: Out, at: { readonly dueUs: number; readonly turn: Turn }): void {
    this.#lanes.hold(lane, out, at.dueUs)
    this.#arm(at.turn)
  }

  #leave(out: Out, emit: Emit<Out>): void {
    if ('socketId' in out && this.#muted.has(out.socketId)) return
    emit(out)
  }

  #arm(turn: Turn): void {
    const next = [this.#lanes.nextUs(), this.#strikes[0]?.atUs ?? null, this.#refuseUntilUs > 0 ? this.#refuseUntilUs : null].filter((us) => us !== null)
    if (next.length > 0) turn.emit({ type: 'timer.set', id: FAULT_TIMER, afterUs: Math.max(0, Math.ceil(Math.min(...next) - turn.nowUs)) })
  }

  #latencyUs(least: 'rest-latency' | 'stream-latency', tail: 'rest-tail' | 'stream-tail'): number {
    const tailMs = this.plan[tail]
    return ((this.plan[least] ?? 0) + (tailMs === undefined ? 0 : this.#random.exponential(tailMs))) * 1_000
  }

  #happens(name: FaultName): boolean {
    const ratio = this.plan[name]
    if (ratio === undefined || !this.#random.chance(ratio)) return false
    this.#count(name)
    return true
  }

  /** True while a counted fault has not struck often enough. */
  #next(name: FaultName): boolean {
    if ((this.plan[name] ?? 0) <= (this.counts.get(name) ?? 0)) return false
    this.#count(name)
    return true
  }

  #count(name: FaultName): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
  }
}

export const createFaults = (seed: number): Faults => new FaultDesk(seed)
