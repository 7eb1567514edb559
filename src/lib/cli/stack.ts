import { setTimeout as sleep } from 'node:timers/promises'
import { TradeError } from '../base/errors.ts'
import { usToMs } from '../base/time.ts'
import type { Service } from '../contracts/words.ts'
import type { Places } from '../io/run-directory.ts'
import type { Clock } from '../ports/clock.ts'
import { startOrder, stopOrder } from '../supervise/order.ts'
import { describeEnd, judge, type ProcessEnd } from '../supervise/rules.ts'
import { type Child, type ChildPlan, startChild } from './child.ts'
import { EXIT } from './exit.ts'

const START_WITHIN_MS = 20_000
const STOP_WITHIN_MS = 20_000

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
}

interface Entry {
  readonly plan: ChildPlan
  child: Child | null
  state: ServiceState['state']
  deathsMs: number[]
  lastEnd: string
}

/** Starts daemons in order, restarts those that die, stops them in order. */
export class Stack {
  private readonly places: Places
  private readonly main: string
  private readonly clock: Clock
  private readonly events: StackEvents
  private readonly entries = new Map<Service, Entry>()
  private stopping = false

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
      const entry: Entry = { plan, child: null, state: 'starting', deathsMs: [], lastEnd: '' }
      this.entries.set(service, entry)
      if (await this.start(entry)) continue
      const end = entry.lastEnd === '' ? 'no startup probe within 20 s' : entry.lastEnd
      await this.down()
      throw new TradeError('START_FAILED', `'${service}' did not start: ${end}`, { exit: EXIT.temporary, hint: `see ${this.places.log}/${service}.ndjson` })
    }
  }

  private async start(entry: Entry): Promise<boolean> {
    const child = startChild(entry.plan, this.places, this.main)
    entry.child = child
    this.set(entry, 'starting')
    void child.ended.then((end) => this.onEnded(entry, child, end))
    const started = await Promise.race([child.started, sleep(START_WITHIN_MS, false, { ref: false })])
    if (!started) {
      child.signal('SIGKILL')
      return false
    }
    if (entry.child === child) this.set(entry, 'up')
    return true
  }

  private set(entry: Entry, state: ServiceState['state']): void {
    entry.state = state
    this.events.changed(this.states())
  }

  private onEnded(entry: Entry, child: Child, end: ProcessEnd): void {
    if (entry.child !== child) return
    const service = entry.plan.service
    const how = describeEnd(end)
    const wasUp = entry.state === 'up'
    entry.lastEnd = how
    entry.child = null
    if (this.stopping || !wasUp) {
      this.set(entry, this.stopping ? 'stopped' : 'failed')
      return
    }
    const nowMs = usToMs(this.clock.monoUs())
    const verdict = judge(end, entry.deathsMs, nowMs)
    entry.deathsMs.push(nowMs)
    if (verdict.kind === 'failed') {
      this.events.log('error', 'service failed', { service, end: how, reason: verdict.reason })
      this.set(entry, 'failed')
      return
    }
    this.events.log('warn', 'service restarts', { service, end: how, signal: end.signal, afterMs: verdict.afterMs })
    this.set(entry, 'restarting')
    void this.restart(entry, verdict.afterMs)
  }

  private async restart(entry: Entry, afterMs: number): Promise<void> {
    await sleep(afterMs, undefined, { ref: false })
    if (this.stopping || entry.child !== null) return
    if (await this.start(entry)) return
    this.events.log('error', 'service did not come up again', { service: entry.plan.service, end: entry.lastEnd })
  }

  /** SIGTERM in stop order, each given 20 s, then SIGKILL. */
  async down(only?: readonly Service[]): Promise<void> {
    this.stopping = only === undefined || this.stopping
    for (const service of stopOrder(only ?? this.entries.keys())) await this.stop(service)
  }

  private async stop(service: Service): Promise<void> {
    const entry = this.entries.get(service)
    const child = entry?.child
    if (entry === undefined || child == null) return
    entry.state = 'stopped'
    child.signal('SIGTERM')
    const ended = await Promise.race([child.ended.then(() => true), sleep(STOP_WITHIN_MS, false, { ref: false })])
    if (ended) return
    this.events.log('error', 'service did not stop in 20 s and was killed', { service })
    child.signal('SIGKILL')
    await child.ended
  }
}
