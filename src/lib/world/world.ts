import { orderMinute } from '../base/ids.ts'
import { type Prng, prng } from '../base/prng.ts'
import { epochUs } from '../base/units.ts'
import { lastEpoch } from '../daemon/recorder.ts'
import { type Running, runDaemon } from '../daemon/run.ts'
import type { BasePorts, DaemonSpec } from '../daemon/shell.ts'
import { type MemoryDisk, memoryDisk } from '../journal/memory.ts'
import type { HttpServer } from '../ports/http.ts'
import type { Log } from '../ports/log.ts'
import { type EffectHash, effectHash } from './effect-hash.ts'
import { createFaults, type FaultRates, type Faults } from './faults.ts'
import { createKernel, type Kernel } from './kernel.ts'
import { createHub, type Hub } from './local-bus.ts'
import { type MemoryDocuments, memoryDocuments } from './memory-records.ts'
import { type VirtualClock, virtualClock } from './virtual-clock.ts'

/** 2026-01-01T00:00Z: where every world begins. */
const WORLD_START_US = 1_767_225_600_000_000
const RESTART_US = 500_000

/** Things that belong to one incarnation of a daemon and die with it. */
export interface Incarnation {
  readonly clock: VirtualClock
  readonly base: BasePorts
  /** Called when the daemon is killed or has ended. */
  onCut(fn: () => void): void
}

/** A daemon of the world. `ports` is called for each incarnation and adds what the daemon needs of its own. */
export interface WorldDaemon<C, S, I extends { readonly type: string }, O extends { readonly type: string }, P extends BasePorts> {
  readonly spec: (restart: number) => DaemonSpec<C, S, I, O, P>
  readonly config: C
  readonly journaled: boolean
  readonly ports: (incarnation: Incarnation) => P
  readonly http?: (incarnation: Incarnation) => HttpServer
}

/** An end that no daemon of the world should come to. */
export interface WorldEnd {
  readonly name: string
  readonly exit: number
  readonly message: string
}

interface Slot {
  readonly start: () => void
  readonly disk: MemoryDisk | null
  readonly documents: MemoryDocuments
  running: Running | null
  cut: Array<() => void>
  epoch: number
  restarts: number
}

export interface WorldOptions {
  readonly seed: number
  readonly rates: FaultRates
  readonly log: Log
}

/** Any set of daemons in one process, on one clock, under seeded faults; the same seed gives the same history to the byte. */
export class World {
  readonly kernel: Kernel = createKernel(WORLD_START_US)
  readonly faults: Faults
  readonly chance: Prng
  readonly hub: Hub
  readonly ends: WorldEnd[] = []
  private readonly options: WorldOptions
  private readonly slots = new Map<string, Slot>()
  private readonly effects: EffectHash = effectHash()

  constructor(options: WorldOptions) {
    this.options = options
    this.chance = prng(options.seed, 'world')
    this.faults = createFaults(prng(options.seed, 'faults'), options.rates)
    this.hub = createHub(this.kernel, this.faults)
  }

  add<C, S, I extends { readonly type: string }, O extends { readonly type: string }, P extends BasePorts>(
    name: string,
    daemon: WorldDaemon<C, S, I, O, P>,
  ): void {
    const disk = daemon.journaled
      ? memoryDisk({ defer: (delayUs, run) => this.kernel.after(delayUs, run), syncUs: () => 150 + this.chance.below(2_000) })
      : null
    const slot: Slot = { start: () => this.start(name, slot, daemon), disk, documents: memoryDocuments(), running: null, cut: [], epoch: 0, restarts: 0 }
    this.slots.set(name, slot)
    slot.start()
  }

  private start<C, S, I extends { readonly type: string }, O extends { readonly type: string }, P extends BasePorts>(
    name: string,
    slot: Slot,
    daemon: WorldDaemon<C, S, I, O, P>,
  ): void {
    const opened = slot.disk?.open()
    const clock = virtualClock(this.kernel)
    slot.epoch = Math.max(slot.epoch + 1, lastEpoch(opened?.recovered ?? []) + 1, orderMinute(epochUs(this.kernel.nowUs())))
    const bus = this.hub.connect(name, slot.epoch)
    slot.cut = [clock.stop, bus.cut]
    const incarnation: Incarnation = { clock, base: { clock, bus, log: this.options.log }, onCut: (fn) => slot.cut.push(fn) }
    const http = daemon.http?.(incarnation)
    slot.running = runDaemon(daemon.spec(slot.restarts), {
      config: daemon.config,
      ports: daemon.ports(incarnation),
      epoch: slot.epoch,
      ...(opened === undefined ? {} : { opened }),
      ...(http === undefined ? {} : { http }),
      counters: slot.documents.open(),
      onEffect: (at, out) => this.effects.add(at.nowUs, name, out),
      onEnd: (exit, message) => this.end(name, slot, { name, exit, message }),
    })
    slot.restarts += 1
  }

  private end(_name: string, slot: Slot, end: WorldEnd): void {
    slot.running = null
    for (const cut of slot.cut) cut()
    this.ends.push(end)
  }

  /** SIGKILL: memory, timers, connections and un-synced bytes are gone. */
  kill(name: string): void {
    const slot = this.slots.get(name)
    if (slot?.running == null) return
    slot.running.kill()
    slot.running = null
    for (const cut of slot.cut) cut()
    slot.disk?.crash(this.chance)
    this.kernel.after(RESTART_US, slot.start)
  }

  stop(name: string): void {
    this.slots.get(name)?.running?.stop()
  }

  running(name: string): Running | null {
    return this.slots.get(name)?.running ?? null
  }

  names(): string[] {
    return [...this.slots.keys()]
  }

  disk(name: string): MemoryDisk | null {
    return this.slots.get(name)?.disk ?? null
  }

  /** Last metrics document of each incarnation. */
  counters(name: string): readonly unknown[] {
    return this.slots.get(name)?.documents.documents ?? []
  }

  /** Runs for this many microseconds of the world's time; returns the number of events. */
  run(durationUs: number): number {
    return this.kernel.run(this.kernel.nowUs() + durationUs)
  }

  digest(): string {
    return this.effects.digest()
  }
}
