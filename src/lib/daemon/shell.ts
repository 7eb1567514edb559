import type { Peer } from '../contracts/words.ts'
import type { Bus } from '../ports/bus.ts'
import type { Clock } from '../ports/clock.ts'
import type { HttpHandler } from '../ports/http.ts'
import type { Log } from '../ports/log.ts'
import type { Core, JournaledCore } from './core.ts'
import type { CommonIn, CommonOut } from './effects.ts'
import type { MetricSpec } from './metrics.ts'

/** What every daemon may touch. A daemon's own ports extend it. */
export interface BasePorts {
  readonly clock: Clock
  readonly bus: Bus
  readonly log: Log
}

/** Maps effects to ports; the inputs go the other way through `offer`. It decides nothing. */
export interface Shell<Out> {
  perform(out: Out): void
  /** Requests other than /health and /metrics; missing: they get 404. */
  readonly http?: HttpHandler
  close(done: () => void): void
}

/** What a shell is built from. `offer` stamps nothing: the loop does. */
export interface ShellContext<Config, In, Ports extends BasePorts> {
  readonly config: Config
  readonly ports: Ports
  readonly offer: (input: In) => void
}

/** A daemon as data: its core, its shell and its metrics. Everything else is the same for all. */
export interface DaemonSpec<Config, State, In, Out, Ports extends BasePorts> {
  readonly name: Exclude<Peer, 'cli'>
  readonly core: Core<Config, State, In | CommonIn, Out | CommonOut> | JournaledCore<Config, State, In | CommonIn, Out | CommonOut>
  readonly shell: (context: ShellContext<Config, In, Ports>) => Shell<Out>
  readonly metrics: ReadonlyArray<MetricSpec<State>>
}
