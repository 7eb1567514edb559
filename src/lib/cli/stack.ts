import { TradeError } from '../base/errors.ts'
import { msToUs, usToMs } from '../base/time.ts'
import type { Service } from '../contracts/words.ts'
import type { Places } from '../io/run-directory.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import { startOrder, stopOrder } from '../supervise/order.ts'
import { describeEnd, judge, type ProcessEnd } from '../supervise/rules.ts'
import { type Child, type ChildPlan, startChild } from './child.ts'
import { EXIT } from './exit.ts'
import { lastWords } from './last-words.ts'

const START_WITHIN_US = 20_000_000
const STOP_WITHIN_US = 20_000_000

/** What the supervisor says of one service. */
export interface ServiceState {
  readonly service: Service
  readonly state: 'starting' | 'up' | 'restarting' | 'failed' | 'stopped'
  readonly pid: number
  readonly restarts: number
  /** How the last incarnation ended; empty while it never did. */
  readonly lastEnd: string
}

export interface StackEvents {
  /** Something changed: a start, a death, a restart. */
  changed(states: readonly ServiceState[]): void
  log(level: 'info' | 'warn' | 'error', message: string, fields: Readonly<Record<string, unknown>>): void
  /** A service ended for good after it had started. */
  failed?(error: TradeError): void
}

interface Entry {
  readonly plan: ChildPlan
  child: Child | null
  /** Resolves once the end of the last process is dealt with. */
  gone: Promise<void>
  state: ServiceState['state']
  /** False until the first startup probe: a service that never started is not restarted. */
  everUp: boolean
  readonly deathsMs: number[]
  lastEnd: string
  lastCode: number | null
  cancelRestart: Cancel
}

const entryOf = (plan: ChildPlan): Entry => ({
  plan,
  child: null,
  gone: Promise.resolve(),
  state: 'starting',
  everUp: false,
  deathsMs: [],
  lastEnd: '',
  lastCode: null,
  cancelRestart: () => undefined,
})

type Started = 'up' | 'ended' | 'late'

/** Starts daemons in order, restarts those that die, stops them in order. */
export class Stack {
  private readonly places: Places
  private readonly main: string
  private readonly clock: Clock
  private readonly events: StackEvents
  private readonly entries = new Map<Service, Entry>()
  private stopping = false
  /** Of the first service that ended for good. */
  private failure: TradeError | null = null

  constructor(options: { readonly places: Places; readonly main: string; readonly clock: Clock; readonly events: StackEvents }) {
    this.places = options.places
    this.main = options.main
    this.clock = options.clock
    this.events = options.events
  }

  states(): ServiceState[] {
    return [...this.entries.values()].map(({ plan, child, state, deathsMs, lastEnd }) => ({
      service: plan.service,
      state,
      pid: child?.pid ?? 0,
      restarts: deathsMs.length,
      lastEnd,
    }))
  }

  /** Starts each service once the one before has started; stops all again when one does not. */
  async up(plans: readonly ChildPlan[]): Promise<void> {
    for (const service of startOrder(plans.map((plan) => plan.service))) {
      const plan = plans.find((candidate) => candidate.service === service)
      if (plan === undefined) continue
      this.assertWanted()
      const entry = entryOf(plan)
      this.entries.set(service, entry)
      const started = await this.start(entry)
      this.assertWanted()
      if (started === 'up' && this.failure === null) continue
      await this.down()
      if (this.failure !== null) throw this.failure
      throw this.failureOf(entry, 'did not start', started === 'late' ? `no startup probe within ${usToMs(START_WITHIN_US) / 1_000} s` : entry.lastEnd)
    }
  }

  /** What its process said and with which code it ended become those of whoever started the stack. */
  private failureOf({ plan: { service }, lastCode }: Entry, what: string, end: string): TradeError {
    const log = `${this.places.log}/${service}.ndjson`
    const said = lastCode === null ? null : lastWords(log)
    const exit = lastCode === null || lastCode === EXIT.ok || lastCode === EXIT.bug ? EXIT.temporary : lastCode
    const message = `'${service}' ${what}: ${end}${said === null ? '' : `: ${said}`}`
    return new TradeError('START_FAILED', message, { exit, hint: `see ${log}` })
  }

  /** Nothing more is started in a stack that was stopped. */
  private assertWanted(): void {
    if (this.stopping) throw new TradeError('STOPPED', 'the stack was stopped while it started', { exit: EXIT.interrupted })
  }

  /** `late` also means that the process was killed; it is gone in any case but `up`. */
  private async start(entry: Entry): Promise<Started> {
    const child = startChild(entry.plan, this.places, this.main)
    entry.child = child
    this.set(entry, 'starting')
    entry.gone = child.ended.then(async (end) => {
      if (await child.started) entry.everUp = true
      this.onEnded(entry, child, end)
    })
    const started = await this.within(START_WITHIN_US, child.started)
    if (started === true) {
      entry.everUp = true
      if (entry.child === child && entry.state === 'starting') this.set(entry, 'up')
      return 'up'
    }
    if (started === 'late') {
      this.events.log('error', 'service gave no startup probe in time and was killed', { service: entry.plan.service, limitMs: usToMs(START_WITHIN_US) })
      child.signal('SIGKILL')
    }
    await entry.gone
    return started === 'late' ? 'late' : 'ended'
  }

  private within<T>(limitUs: number, promise: Promise<T>): Promise<T | 'late'> {
    return new Promise((resolve) => {
      const cancel = this.clock.after(limitUs, () => resolve('late'))
      void promise.then((value) => {
        cancel()
        resolve(value)
      })
    })
  }

  private set(entry: Entry, state: ServiceState['state']): void {
    entry.state = state
    this.events.changed(this.states())
  }

  private onEnded(entry: Entry, child: Child, end: ProcessEnd): void {
    if (entry.child !== child) return
    entry.child = null
    entry.lastEnd = describeEnd(end)
    entry.lastCode = end.code
    if (entry.state === 'stopped') this.set(entry, 'stopped')
    else if (entry.everUp) this.judgeDeath(entry, end)
    else this.set(entry, 'failed')
  }

  private judgeDeath(entry: Entry, end: ProcessEnd): void {
    const { service } = entry.plan
    const nowMs = usToMs(this.clock.monoUs())
    const verdict = judge(end, entry.deathsMs, nowMs)
    entry.deathsMs.push(nowMs)
    if (verdict.kind === 'failed') {
      this.events.log('error', 'service failed', { service, end: entry.lastEnd, reason: verdict.reason })
      this.set(entry, 'failed')
      const failure = this.failureOf(entry, 'failed', entry.lastEnd)
      this.failure ??= failure
      this.events.failed?.(failure)
      return
    }
    this.events.log('warn', 'service restarts', { service, end: entry.lastEnd, signal: end.signal, afterMs: verdict.afterMs })
    this.set(entry, 'restarting')
    entry.cancelRestart = this.clock.after(msToUs(verdict.afterMs), () => void this.start(entry))
  }

  /** SIGTERM in stop order, each given 20 s, then SIGKILL. */
  async down(only?: readonly Service[]): Promise<void> {
    this.stopping = only === undefined || this.stopping
    for (const service of stopOrder(only ?? this.entries.keys())) await this.stop(service)
  }

  private async stop(service: Service): Promise<void> {
    const entry = this.entries.get(service)
    if (entry === undefined) return
    entry.cancelRestart()
    const { child } = entry
    if (child === null) {
      if (entry.state === 'restarting') this.set(entry, 'stopped')
      return
    }
    entry.state = 'stopped'
    child.signal('SIGTERM')
    if ((await this.within(STOP_WITHIN_US, entry.gone)) !== 'late') return
    this.events.log('error', 'service did not stop in time and was killed', { service, limitMs: usToMs(STOP_WITHIN_US) })
    child.signal('SIGKILL')
    await entry.gone
  }
}
