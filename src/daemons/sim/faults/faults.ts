import type { FaultName, FaultPlan } from '../../../lib/contracts/faults.ts'
import type { Emit } from '../../../lib/daemon/core.ts'
import type { CommonOut } from '../../../lib/daemon/effects.ts'
import { msOf, type SimIn, type SimOut, type Turn } from '../events.ts'
import { type CallBlock, type CallFate, CallFaults } from './call-faults.ts'
import { type CallOrigin, type FaultedCall, faultedCall, isCallAnswer } from './calls.ts'
import { FaultDice } from './dice.ts'
import { garble } from './garble.ts'
import { isControlAnswer, isDiff, isUserEvent } from './kinds.ts'
import { createLanes } from './lanes.ts'
import { type SocketScope, type Strike, strikesOf } from './strikes.ts'

type Out = SimOut | CommonOut
type HttpOut = Extract<SimOut, { type: 'http.respond' }>
type SendOut = Extract<SimOut, { type: 'socket.send' }>

export const FAULT_TIMER = 'faults'
const FUTURE_US = 500_000
/** Longest time that a frame waits for the one after. */
const SWAP_US = 1_000_000

/** A call that was let through, and what becomes of its answer. */
interface Passed {
  readonly call: FaultedCall
  readonly fate: CallFate | null
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
  absorbs(input: SimIn, origin: CallOrigin, turn: Turn): boolean
  /** Refuses calls for a while: 418 is a ban, 429 a limit. */
  block(block: CallBlock): void
  /** Refuses new sockets until then. */
  refuse(untilUs: number, turn: Turn): void
  /** A socket falls silent: nothing is read or sent, and it stays open. */
  mute(socketId: string, turn: Turn): void
  /** True when the next snapshot is to be too old; counts it. */
  takesStale(): boolean
  forget(socketId: string): void
  /** Cuts and silences that are due; lets go what was held. */
  tick(turn: Turn, sockets: (scope: SocketScope) => Iterable<string>): void
}

class FaultDesk implements Faults {
  readonly #dice: FaultDice
  readonly #calls: CallFaults
  readonly #lanes = createLanes()
  readonly #muted = new Set<string>()
  /** Frames that wait for the one after, by socket and kind. */
  readonly #swapped = new Map<string, { readonly out: SendOut; readonly dueUs: number }>()
  readonly #passed = new Map<string, Passed>()
  #strikes: readonly Strike[] = []
  #refuseUntilUs = 0
  #futureUntilUs = 0

  constructor(seed: number) {
    this.#dice = new FaultDice(seed)
    this.#calls = new CallFaults(this.#dice)
  }

  get plan(): FaultPlan {
    return this.#dice.plan
  }

  get counts(): ReadonlyMap<FaultName, number> {
    return this.#dice.counts
  }

  set(plan: FaultPlan, turn: Turn): void {
    this.#dice.set(plan)
    this.#strikes = strikesOf(plan, this.#dice.random, turn.nowUs)
    this.#unswap(Number.POSITIVE_INFINITY, turn)
    this.#arm(turn)
  }

  turn(turn: Turn): Turn {
    if (this.#dice.isIdle && this.#muted.size === 0 && this.#lanes.isEmpty) return turn
    return { nowUs: turn.nowUs, skewMs: this.plan['clock-skew'] ?? 0, emit: (out) => this.#pass(out, turn) }
  }

  absorbs(input: SimIn, origin: CallOrigin, turn: Turn): boolean {
    if (input.type === 'socket.text' && this.#muted.has(input.socketId)) return true
    const call = this.#dice.isIdle && !this.#calls.isBlocking ? null : faultedCall(input, origin)
    if (call === null) return false
    const fate = this.#calls.fateOf(call, turn.nowUs)
    if (fate === null || fate.isExecuted) {
      if (!this.#dice.isIdle) this.#passed.set(call.key, { call, fate })
      return false
    }
    if (fate.says !== null) turn.emit(call.refuse(fate.says, msOf(turn)))
    return true
  }

  block(block: CallBlock): void {
    this.#calls.block(block)
  }

  takesStale(): boolean {
    return this.#dice.next('stale-snapshot')
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
    this.#passed.delete(socketId)
    for (const kind of ['diff', 'user']) this.#swapped.delete(`${kind} ${socketId}`)
  }

  tick(turn: Turn, sockets: (scope: SocketScope) => Iterable<string>): void {
    for (const out of this.#lanes.due(turn.nowUs)) this.#leave(out, turn.emit)
    this.#unswap(turn.nowUs, turn)
    if (this.#refuseUntilUs > 0 && this.#refuseUntilUs <= turn.nowUs) {
      this.#refuseUntilUs = 0
      turn.emit({ type: 'upgrades', status: null })
    }
    const due = this.#strikes.filter(({ atUs }) => atUs <= turn.nowUs)
    this.#strikes = this.#strikes.slice(due.length)
    for (const strike of due) this.#strike(strike, [...sockets(strike.scope)], turn)
    this.#arm(turn)
  }

  #strike({ name, isSilent }: Strike, sockets: readonly string[], turn: Turn): void {
    this.#dice.count(name)
    for (const socketId of sockets) {
      if (isSilent) this.mute(socketId, turn)
      else turn.emit({ type: 'socket.cut', socketId })
    }
    if (!isSilent && this.plan.refuse !== undefined) this.refuse(turn.nowUs + this.plan.refuse * 1_000, turn)
  }

  #pass(out: Out, turn: Turn): void {
    if (out.type === 'http.respond') this.#respond(out, turn)
    else if (out.type === 'socket.send') this.#send(out, turn)
    else turn.emit(out)
  }

  #respond(out: HttpOut, turn: Turn): void {
    const answer = this.#stricken(out, this.#take(out.requestId), turn)
    if (answer === null) return
    const afterUs = this.#latencyUs('rest-latency', 'rest-tail')
    if (afterUs === 0) turn.emit(answer)
    else this.#hold(`r ${out.requestId}`, answer, { dueUs: turn.nowUs + afterUs, turn })
  }

  #take(key: string): Passed | undefined {
    const passed = this.#passed.get(key)
    this.#passed.delete(key)
    return passed
  }

  /** What is sent instead of an answer; null: nobody ever answers. */
  #stricken<Answer extends HttpOut | SendOut>(out: Answer, passed: Passed | undefined, turn: Turn): SimOut | null {
    if (passed === undefined) return out
    const { call, fate } = passed
    if (fate !== null) return fate.says === null ? null : call.refuse(fate.says, msOf(turn))
    // the snapshot overtakes the diffs
    if (call.kind === 'snapshots' && this.#dice.next('future-snapshot')) this.#futureUntilUs = turn.nowUs + FUTURE_US
    return out
  }

  #send(out: SendOut, turn: Turn): void {
    const { socketId, text } = out
    if (this.#muted.has(socketId)) return
    if (isCallAnswer(text) && this.#passed.has(socketId)) {
      const answer = this.#stricken(out, this.#take(socketId), turn)
      if (answer !== null) turn.emit(answer)
      return
    }
    if (isControlAnswer(text) && this.#dice.happens('lost-subscribe')) return
    if (isDiff(text)) this.#spoil(out, { kind: 'diff', drop: 'drop', dup: 'dup', swap: 'swap' }, turn)
    else if (isUserEvent(text)) this.#spoil(out, { kind: 'user', drop: 'user-drop', dup: 'user-dup', swap: 'user-swap' }, turn)
    else this.#queue(out, turn)
  }

  #spoil(
    out: SendOut,
    names: { readonly kind: 'diff' | 'user'; readonly drop: FaultName; readonly dup: FaultName; readonly swap: FaultName },
    turn: Turn,
  ): void {
    if (this.#dice.happens(names.drop)) return
    const key = `${names.kind} ${out.socketId}`
    const before = this.#swapped.get(key)
    if (before === undefined && this.#dice.happens(names.swap)) {
      this.#swapped.set(key, { out, dueUs: turn.nowUs + SWAP_US })
      this.#arm(turn)
      return
    }
    this.#queue(names.kind === 'diff' ? this.#garbled(out) : out, turn)
    if (this.#dice.happens(names.dup)) this.#queue(out, turn)
    if (before === undefined) return
    this.#swapped.delete(key)
    this.#queue(before.out, turn)
  }

  /** Lets go what has waited for the one after until then. */
  #unswap(untilUs: number, turn: Turn): void {
    for (const [key, { out, dueUs }] of this.#swapped) {
      if (dueUs > untilUs) continue
      this.#swapped.delete(key)
      if (!this.#muted.has(out.socketId)) this.#queue(out, turn)
    }
  }

  #garbled(out: SendOut): SendOut | Extract<SimOut, { type: 'socket.binary' }> {
    if (!this.#dice.happens('garble')) return out
    const { text, isBinary } = garble(out.text, this.#dice.random)
    return { type: isBinary ? 'socket.binary' : 'socket.send', socketId: out.socketId, text }
  }

  #queue(out: SendOut | Extract<SimOut, { type: 'socket.binary' }>, turn: Turn): void {
    const held = out.type === 'socket.send' && isDiff(out.text) && this.plan.delay !== undefined ? this.#dice.random.unit() * this.plan.delay * 1_000 : 0
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
    const swapUs = [...this.#swapped.values()].map(({ dueUs }) => dueUs)
    const refuseUs = this.#refuseUntilUs > 0 ? this.#refuseUntilUs : null
    const next = [this.#lanes.nextUs(), this.#strikes[0]?.atUs ?? null, refuseUs, ...swapUs].filter((us) => us !== null)
    if (next.length > 0) turn.emit({ type: 'timer.set', id: FAULT_TIMER, afterUs: Math.max(0, Math.ceil(Math.min(...next) - turn.nowUs)) })
  }

  #latencyUs(least: 'rest-latency' | 'stream-latency', tail: 'rest-tail' | 'stream-tail'): number {
    const tailMs = this.plan[tail]
    return ((this.plan[least] ?? 0) + (tailMs === undefined ? 0 : this.#dice.random.exponential(tailMs))) * 1_000
  }
}

export const createFaults = (seed: number): Faults => new FaultDesk(seed)
