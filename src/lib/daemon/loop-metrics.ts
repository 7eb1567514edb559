import { LIFECYCLE } from '../contracts/health.ts'
import type { Health } from './core.ts'
import { type MetricSpec, metricsDocument, metricsText } from './metrics.ts'

/** What the loop knows of itself. */
export interface LoopMetrics {
  readonly service: string
  readonly health: Health
  readonly inputs: number
  readonly dropped: number
  readonly invalid: number
  readonly waiting: number
  readonly loopMsP99: number
}

/** The metrics of a daemon's core with the state that they read. */
export interface CoreMetrics<State> {
  readonly specs: ReadonlyArray<MetricSpec<State>>
  readonly state: State
}

const loopSpecs = (service: string): Array<MetricSpec<LoopMetrics>> => [
  {
    kind: 'gauge',
    name: `trade_${service}_lifecycle_code`,
    help: `lifecycle state: ${LIFECYCLE.map((state, code) => `${code} ${state}`).join(', ')}`,
    read: (loop) => LIFECYCLE.indexOf(loop.health.state),
  },
  { kind: 'gauge', name: `trade_${service}_ready`, help: '1 when ready', read: (loop) => (loop.health.ready ? 1 : 0) },
  { kind: 'counter', name: `trade_${service}_inputs_total`, help: 'inputs stepped', read: (loop) => loop.inputs },
  { kind: 'counter', name: `trade_${service}_inbox_dropped_total`, help: 'inputs refused because the inbox was full', read: (loop) => loop.dropped },
  {
    kind: 'counter',
    name: `trade_${service}_invalid_messages_total`,
    help: 'messages dropped because their body does not fit the contract',
    read: (loop) => loop.invalid,
  },
  { kind: 'gauge', name: `trade_${service}_inbox_count`, help: 'inputs waiting', read: (loop) => loop.waiting },
  { kind: 'gauge', name: `trade_${service}_event_loop_delay_ms_p99`, help: 'event loop delay, 99th percentile', read: (loop) => loop.loopMsP99 },
]

/** Prometheus text of loop and core. */
export const loopText = <State>(loop: LoopMetrics, core: CoreMetrics<State>): string =>
  metricsText(loopSpecs(loop.service), loop) + metricsText(core.specs, core.state)

/** The same as one JSON document. */
export const loopDocument = <State>(loop: LoopMetrics, epoch: number, core: CoreMetrics<State>): Record<string, unknown> => ({
  svc: loop.service,
  epoch,
  metrics: { ...metricsDocument(loopSpecs(loop.service), loop), ...metricsDocument(core.specs, core.state) },
})
