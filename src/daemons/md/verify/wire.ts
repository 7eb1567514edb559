import { type Prng, prng } from '../../../lib/base/prng.ts'
import { msToUs } from '../../../lib/base/time.ts'
import type { FaultPlan } from '../../../lib/contracts/faults.ts'
import { type Carrier, Routes } from './routes.ts'
import type { Timeline } from './timeline.ts'

/** Faults are over so long before the end of a recording that what they broke can heal. */
const QUIET_END_US = 10_000_000
const OPEN_US = 20_000
const GARBAGE = 33
const CUT_RATIO = 0.7

/** What the sockets of md see. */
export interface WireEvents {
  opened(socketId: number): void
  frame(socketId: number, bytes: Uint8Array): void
  closed(socketId: number, reason: string): void
  /** A diff is lost, damaged or out of order. */
  struck(symbol: string): void
}

/** When a recording plays and what goes wrong meanwhile. */
export interface WirePlan {
  readonly faults: FaultPlan
  readonly seed: number
  readonly startUs: number
  readonly endUs: number
}

/** The sockets between a recorded venue and md, with seeded faults on the diffs and on the connections. */
export class Wire {
  readonly #timeline: Timeline
  readonly #events: WireEvents
  readonly #plan: WirePlan
  readonly #chance: Prng
  readonly #sockets = new Map<number, Carrier>()
  readonly #routes = new Routes(this.#sockets)
  /** Diffs that wait for the one after them, by symbol. */
  readonly #swapped = new Map<string, Uint8Array>()
  readonly #quietUs: number
  #lastDiffUs = 0
  #refusedUntilUs = 0
  /** Diffs are held back until the snapshot that is newer has come. */
  #held: Uint8Array[] | null = null

  constructor(timeline: Timeline, events: WireEvents, plan: WirePlan) {
    this.#timeline = timeline
    this.#events = events
    this.#plan = plan
    this.#chance = prng(plan.seed, 'wire')
    this.#quietUs = plan.endUs - QUIET_END_US
    this.#schedule(plan.faults.disconnect ?? 0, () => this.#cut())
    this.#schedule(plan.faults['half-open'] ?? 0, () => this.#mute())
  }

  open(socketId: number, path: string): void {
    this.#sockets.set(socketId, { path, open: false, silent: false })
    this.#timeline.after(OPEN_US, () => {
      const socket = this.#sockets.get(socketId)
      if (socket === undefined) return
      if (this.#timeline.nowUs < this.#refusedUntilUs) this.#drop(socketId, 'refused')
      else {
        socket.open = true
        this.#routes.forget()
        this.#events.opened(socketId)
      }
    })
  }

  close(socketId: number): void {
    this.#sockets.delete(socketId)
    this.#routes.forget()
  }

  /** A frame that faults leave alone. */
  send(bytes: Uint8Array): void {
    const socketId = this.#routes.socketOf(bytes)
    if (socketId !== null) this.#events.frame(socketId, bytes)
  }

  /** A diff, which may be lost, repeated, late, unreadable or out of order. */
  sendDiff(symbol: string, bytes: Uint8Array): void {
    if (this.#timeline.nowUs >= this.#quietUs) {
      this.#release(symbol)
      this.#late(bytes)
      return
    }
    const { drop = 0, dup = 0, swap = 0, garble = 0 } = this.#plan.faults
    if (this.#hits(drop)) {
      this.#events.struck(symbol)
      return
    }
    const isGarbled = this.#hits(garble)
    const sent = isGarbled ? this.#garbled(bytes) : bytes
    const isSwapped = !this.#swapped.has(symbol) && this.#hits(swap)
    if (isGarbled || isSwapped) this.#events.struck(symbol)
    if (isSwapped) {
      this.#swapped.set(symbol, sent)
      return
    }
    this.#late(sent)
    if (this.#hits(dup)) this.#late(sent)
    this.#release(symbol)
  }

  /** A whole book in its place among the diffs, which nothing happens to. */
  sendWhole(symbol: string, bytes: Uint8Array): void {
    this.#release(symbol)
    this.#late(bytes)
  }

  /** Holds diffs back until `release`, so that a snapshot can overtake them. */
  hold(): void {
    this.#held ??= []
  }

  release(): void {
    const held = this.#held ?? []
    this.#held = null
    for (const bytes of held) this.send(bytes)
  }

  /** So many seeded moments at which nothing is quiet. */
  #schedule(count: number, strike: () => void): void {
    const { startUs } = this.#plan
    const spanUs = Math.max(0, (this.#plan.faults.span === undefined ? this.#quietUs : startUs + msToUs(this.#plan.faults.span)) - startUs)
    for (let index = 0; index < count; index++) this.#timeline.after(Math.floor(this.#chance.unit() * spanUs), strike)
  }

  #hits(ratio: number): boolean {
    return ratio > 0 && this.#chance.chance(ratio)
  }

  #garbled(bytes: Uint8Array): Uint8Array {
    const cut = Uint8Array.from(bytes.subarray(0, Math.max(1, Math.floor(bytes.length * CUT_RATIO))))
    cut[this.#chance.below(cut.length)] = GARBAGE
    return cut
  }

  #release(symbol: string): void {
    const late = this.#swapped.get(symbol)
    this.#swapped.delete(symbol)
    if (late !== undefined) this.#late(late)
  }

  #late(bytes: Uint8Array): void {
    const { delay = 0 } = this.#plan.faults
    const dueUs = Math.max(this.#lastDiffUs, this.#timeline.nowUs + Math.floor(this.#chance.unit() * msToUs(delay)))
    if (delay === 0 || dueUs <= this.#timeline.nowUs) this.#pass(bytes)
    else {
      this.#lastDiffUs = dueUs
      this.#timeline.after(dueUs - this.#timeline.nowUs, () => this.#pass(bytes))
    }
  }

  #pass(bytes: Uint8Array): void {
    if (this.#held === null) this.send(bytes)
    else this.#held.push(bytes)
  }

  #cut(): void {
    this.#refusedUntilUs = this.#timeline.nowUs + msToUs(this.#plan.faults.refuse ?? 0)
    for (const socketId of [...this.#sockets.keys()]) this.#drop(socketId, 'cut')
  }

  #mute(): void {
    for (const socket of this.#sockets.values()) socket.silent = true
    this.#routes.forget()
  }

  #drop(socketId: number, reason: string): void {
    this.close(socketId)
    this.#swapped.clear()
    this.#events.closed(socketId, reason)
  }
}
