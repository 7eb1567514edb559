import { messageOf } from '../base/errors.ts'
import { usToMs } from '../base/time.ts'
import { type EpochUs, epochUs } from '../base/units.ts'
import type { Bus } from '../ports/bus.ts'
import type { Cancel } from '../ports/clock.ts'
import type { HttpServer } from '../ports/http.ts'
import type { OpenedJournal } from '../ports/journal.ts'
import type { DocumentFile } from '../ports/records.ts'
import { type Audit, createAudit } from './audit.ts'
import type { Core, Health, JournaledCore, Stamped } from './core.ts'
import { guardBus } from './door.ts'
import type { CommonIn, CommonOut, JournalIn } from './effects.ts'
import { endpoints } from './endpoints.ts'
import { createInbox, type Inbox } from './inbox.ts'
import { type LoopMetrics, loopDocument, loopText } from './loop-metrics.ts'
import { createPerformer, type Performer } from './performer.ts'
import { asJournaled, type Recorder, recorder } from './recorder.ts'
import { recoverState } from './recovery.ts'
import type { BasePorts, DaemonSpec, Shell } from './shell.ts'
import { snapshotter } from './snapshot.ts'

const INBOX_CAPACITY = 65_536
const BATCH_COUNT = 512
const TICK_US = 1_000_000
const IMMEDIATE: ReadonlySet<string> = new Set(['timer.set', 'timer.clear', 'log'])

/** What a composition root hands over besides the daemon itself. */
export interface RunOptions<Config, Ports extends BasePorts> {
  readonly config: Config
  readonly ports: Ports
  /** Incarnation; greater than every earlier one. */
  readonly epoch: number
  /** For journalled cores only. */
  readonly opened?: OpenedJournal
  readonly http?: HttpServer
  /** Replaced once a second and at the end with all metrics. */
  readonly counters?: DocumentFile
  readonly onReady?: () => void
  readonly onEnd: (exit: number, message: string) => void
  /** Sees every effect in order, before it is performed; for worlds that hash them. */
  readonly onEffect?: (at: Stamped<unknown>, out: unknown) => void
  readonly loopMsP99?: () => number
}

/** A daemon that runs. */
export interface Running {
  offer(input: CommonIn | JournalIn | { readonly type: string }): void
  /** Orderly stop: the core decides when it is done. */
  stop(): void
  /** Ends at once and tells nobody, as SIGKILL would. */
  kill(): void
  health(): Health
  lagMs(): number
}

interface Typed {
  readonly type: string
}

class Loop<C, S, I extends Typed, O extends Typed, P extends BasePorts> {
  private readonly spec: DaemonSpec<C, S, I, O, P>
  private readonly options: RunOptions<C, P>
  private readonly core: Core<C, S, I | CommonIn, O | CommonOut>
  private readonly journaled: JournaledCore<C, S, I | CommonIn, O | CommonOut> | null
  private readonly record: Recorder | null
  private readonly audit: Audit<O | CommonOut>
  private readonly takeSnapshot: () => void
  private readonly state: S
  private readonly inbox: Inbox<I | CommonIn>
  private readonly bus: Bus & { invalid(): number }
  private readonly performer: Performer
  private readonly shell: Shell<O>
  private readonly startedUs: EpochUs
  private cancelTick: Cancel
  private scheduled = false
  private ended = false
  private ready = false
  private inputs = 0
  private lastUs = 0

  constructor(spec: DaemonSpec<C, S, I, O, P>, options: RunOptions<C, P>) {
    const { ports, opened, config } = options
    this.spec = spec
    this.options = options
    this.core = spec.core
    this.journaled = opened === undefined ? null : asJournaled(spec.core)
    this.record = opened === undefined ? null : recorder(opened.journal, options.epoch)
    this.state = spec.core.init(config)
    const floorUs = this.journaled === null || opened === undefined ? 0 : recoverState(this.journaled, this.state, opened)
    this.startedUs = epochUs(Math.max(ports.clock.nowUs(), floorUs + 1))
    this.inbox = createInbox({ capacity: INBOX_CAPACITY, nowUs: () => ports.clock.nowUs(), floorUs: this.startedUs })
    this.bus = guardBus(spec.name, ports.bus, ports.log)
    this.record?.begin(this.startedUs, { service: spec.name, epoch: options.epoch, config })
    this.performer = createPerformer({ clock: ports.clock, bus: this.bus, log: ports.log, offer: this.offer, end: this.finish })
    this.audit = this.openAudit(opened)
    this.takeSnapshot = this.openSnapshots(opened)
    this.cancelTick = ports.clock.after(TICK_US, this.tick)
    this.shell = spec.shell({ config, ports: { ...ports, bus: this.bus }, offer: this.offer })
    this.open()
  }

  private openAudit(opened: OpenedJournal | undefined): Audit<O | CommonOut> {
    return createAudit({
      journal: opened?.journal,
      outlives: this.journaled?.outlivesJournal === true,
      perform: (out) => this.perform(out),
      refuse: (requestId, error) => this.bus.reply(requestId, { ok: false, error }),
      offer: (input) => this.offer(input as unknown as I),
      end: this.finish,
      isEnded: () => this.ended,
    })
  }

  private openSnapshots(opened: OpenedJournal | undefined): () => void {
    const snapshot = this.journaled?.snapshot
    if (opened?.snapshots === undefined || snapshot === undefined) return () => undefined
    return snapshotter({
      journal: opened.journal,
      store: opened.snapshots,
      epoch: this.options.epoch,
      log: this.options.ports.log,
      kept: () => snapshot.kept(this.state),
      lastUs: () => this.lastUs,
      confirm: (mark, saved) => {
        if (!this.ended) this.record?.record('SNAPSHOT', epochUs(mark.tsUs), { ...mark, ...saved })
      },
    })
  }

  private open(): void {
    this.bus.serve(({ requestId, method, src, deadlineUs, correlationId, body }) =>
      this.offer({ type: 'rpc.requested', requestId, method, src, deadlineUs, correlationId, body }),
    )
    this.options.http?.handle(
      endpoints({
        service: this.spec.name,
        epoch: this.options.epoch,
        health: this.health,
        uptimeMs: () => usToMs(this.options.ports.clock.nowUs() - this.startedUs),
        lagMs: this.lagMs,
        metrics: () => loopText(this.measured(), { specs: this.spec.metrics, state: this.state }),
        other: this.shell.http,
      }),
    )
    this.offer({ type: 'start', epoch: this.options.epoch })
  }

  readonly offer = (input: I | CommonIn): void => {
    if (!this.ended && this.inbox.push(input)) this.schedule()
  }

  private schedule(): void {
    if (this.scheduled) return
    this.scheduled = true
    this.options.ports.clock.defer(this.drain)
  }

  private readonly drain = (): void => {
    this.scheduled = false
    if (this.ended) return
    const held: Array<O | CommonOut> = []
    try {
      this.inbox.drain(BATCH_COUNT, (at) => this.step(at, held))
    } catch (error) {
      this.broken(error)
      return
    }
    this.audit.release(held)
    this.audit.look()
    this.takeSnapshot()
    this.noteReady()
    if (this.inbox.size > 0) this.schedule()
  }

  private step(at: Stamped<I | CommonIn>, held: Array<O | CommonOut>): void {
    if (this.ended) return
    this.audit.note(at.input.type)
    this.lastUs = at.nowUs
    this.record?.input(at)
    this.inputs += 1
    this.core.step(this.state, at, (out) => {
      this.options.onEffect?.(at, out)
      this.keep(at.nowUs, out)
      if (this.waits(out)) this.audit.hold(out, held)
      else this.perform(out)
    })
  }

  private keep(nowUs: EpochUs, out: O | CommonOut): void {
    const type = this.journaled?.recordType(out) ?? null
    if (type !== null) this.record?.record(type, nowUs, out)
  }

  private waits(out: O | CommonOut): boolean {
    return this.journaled !== null && !IMMEDIATE.has(out.type) && this.journaled.durable(out)
  }

  private perform(out: O | CommonOut): void {
    if (!this.performer.perform(out)) this.shell.perform(out as O)
  }

  private broken(error: unknown): void {
    const { log } = this.options.ports
    const stack = error instanceof Error ? error.stack : undefined
    log.write('error', 'stopped by a broken invariant', {
      error: messageOf(error),
      journalSeq: this.options.opened?.journal.lastSeq,
      inputs: this.inputs,
      stack,
    })
    this.finish(1, messageOf(error))
  }

  private readonly finish = (exit: number, message: string): void => {
    if (this.ended) return
    this.writeCounters()
    this.halt()
    this.shell.close(() => this.bus.close(() => this.closeHttp(() => this.closeJournal(exit, message))))
  }

  private closeHttp(done: () => void): void {
    if (this.options.http === undefined) done()
    else this.options.http.close(done)
  }

  private closeJournal(exit: number, message: string): void {
    const { opened, onEnd } = this.options
    if (opened === undefined) {
      onEnd(exit, message)
      return
    }
    opened.journal.close((error) => {
      const verdict = this.audit.verdict(exit, message, error)
      onEnd(verdict.exit, verdict.message)
    })
  }

  /** Stops the clockwork without a word. */
  readonly halt = (): void => {
    this.ended = true
    this.performer.close()
    this.cancelTick()
  }

  readonly health = (): Health => this.core.health(this.state, this.options.ports.clock.nowUs())

  readonly lagMs = (): number => {
    const oldest = this.inbox.oldestUs()
    return oldest === null ? 0 : Math.max(0, usToMs(this.options.ports.clock.nowUs() - oldest))
  }

  private noteReady(): void {
    if (this.ready || this.ended || !this.health().ready) return
    this.ready = true
    this.options.onReady?.()
  }

  private measured(): LoopMetrics {
    return {
      service: this.spec.name,
      health: this.health(),
      inputs: this.inputs,
      dropped: this.inbox.dropped,
      invalid: this.bus.invalid(),
      waiting: this.inbox.size,
      loopMsP99: this.options.loopMsP99?.() ?? 0,
    }
  }

  private writeCounters(): void {
    this.options.counters?.replace(loopDocument(this.measured(), this.options.epoch, { specs: this.spec.metrics, state: this.state }))
  }

  private readonly tick = (): void => {
    this.cancelTick = this.options.ports.clock.after(TICK_US, this.tick)
    const { state, ready, reason } = this.health()
    const name = this.spec.name
    this.bus.publish({ topic: `${name}.health`, type: 'health', body: { state, ready, reason, lagMs: this.lagMs() }, correlationId: `${name}-health` })
    this.writeCounters()
    this.audit.look()
    this.noteReady()
  }
}

/** Starts the one loop that every daemon runs in: stamp, step, journal, sync, perform. */
export const runDaemon = <C, S, I extends Typed, O extends Typed, P extends BasePorts>(spec: DaemonSpec<C, S, I, O, P>, options: RunOptions<C, P>): Running => {
  const loop = new Loop(spec, options)
  return {
    offer: (input) => loop.offer(input as I | CommonIn),
    stop: () => loop.offer({ type: 'stop' }),
    kill: loop.halt,
    health: loop.health,
    lagMs: loop.lagMs,
  }
}
