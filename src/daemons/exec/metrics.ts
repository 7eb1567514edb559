import type { MetricSpec } from '../../lib/daemon/metrics.ts'
import type { OrderStatus } from '../../lib/model/order.ts'
import { haltLevel } from './halts.ts'
import { type BreakerState, CALL_GROUPS } from './limits/breaker.ts'
import { LANES } from './limits/lanes.ts'
import type { ExecState } from './state.ts'

const counter = (name: string, help: string, read: (state: ExecState) => number): MetricSpec<ExecState> => ({ kind: 'counter', name, help, read })
const gauge = (name: string, help: string, read: (state: ExecState) => number): MetricSpec<ExecState> => ({ kind: 'gauge', name, help, read })

const inStatus =
  (...statuses: readonly OrderStatus[]) =>
  ({ registry }: ExecState): number =>
    statuses.reduce((sum, status) => sum + (registry.tally.get(status) ?? 0), 0)

const BREAKER_LEVELS: Readonly<Record<BreakerState, number>> = { closed: 0, halfOpen: 1, open: 2, forcedOpen: 3, disabled: 4 }

const byLane = ({ gate }: ExecState): ReadonlyMap<string, number> =>
  new Map(LANES.map((lane) => [lane, [...gate.waiting.values()].filter((waiting) => waiting.lane === lane).length]))

const budgetsUsed = ({ gate }: ExecState): ReadonlyMap<string, number> =>
  new Map(gate.limiter.last.map(({ kind, intervalUs, limitCount, usedCount }) => [`${kind} ${intervalUs / 1_000_000}s`, usedCount / limitCount]))

/** How exec stands towards the venue. */
const gateMetrics: ReadonlyArray<MetricSpec<ExecState>> = [
  {
    kind: 'gauge',
    name: 'trade_exec_breaker_state',
    help: 'Breaker of a group of calls: 0 closed, 1 half open, 2 open, 3 forced open, 4 disabled.',
    label: 'group',
    read: ({ gate }) => new Map(CALL_GROUPS.map((group) => [group, BREAKER_LEVELS[gate.breakers[group].state]])),
  },
  { kind: 'gauge', name: 'trade_exec_budget_used_ratio', help: 'Part of a budget of the venue that its last window used.', label: 'budget', read: budgetsUsed },
  { kind: 'gauge', name: 'trade_exec_calls_waiting', help: 'Calls that wait for their budget.', label: 'lane', read: byLane },
  gauge('trade_exec_calls_in_flight', 'Calls that wait for their answer.', ({ gate }) => gate.inFlight.size),
  gauge('trade_exec_risk_heard', 'Whether risk is heard.', ({ risk }) => (risk === 'current' ? 1 : 0)),
  { kind: 'counter', name: 'trade_exec_denials_total', help: 'Orders denied, by reason.', label: 'reason', read: ({ registry }) => registry.denials },
  {
    kind: 'counter',
    name: 'trade_exec_fills_by_liquidity_total',
    help: 'Fills as maker and as taker.',
    label: 'liquidity',
    read: ({ registry }) => registry.liquidity,
  },
  { kind: 'histogram', name: 'trade_exec_ack_to_fill_latency_us', help: 'Resting order acknowledged to its first fill.', read: (state) => state.ackToFillUs },
]

/** Counts of orders come from the journal and so survive restarts; latencies are those of this incarnation. */
export const execMetrics: ReadonlyArray<MetricSpec<ExecState>> = [
  ...gateMetrics,
  counter('trade_exec_intents_total', 'Intents taken.', ({ registry }) => registry.intentsCount),
  counter('trade_exec_orders_sent_total', 'Orders sent to the venue.', ({ registry }) => registry.sentCount),
  counter('trade_exec_orders_denied_total', 'Orders that ended before they left.', inStatus('DENIED')),
  counter('trade_exec_orders_rejected_total', 'Orders that the venue refused.', inStatus('REJECTED')),
  counter('trade_exec_orders_canceled_total', 'Orders that ended canceled.', inStatus('CANCELED')),
  counter('trade_exec_orders_filled_total', 'Orders that ended filled.', inStatus('FILLED')),
  counter('trade_exec_orders_expired_total', 'Orders that the venue ended itself.', inStatus('EXPIRED')),
  counter('trade_exec_orders_not_received_total', 'Orders proved never to have reached the venue.', inStatus('NOT_RECEIVED')),
  gauge('trade_exec_orders_unknown', 'Orders whose fate is unknown.', inStatus('UNKNOWN')),
  gauge('trade_exec_orders_live', 'Orders whose fate is open.', ({ registry }) => registry.live.size),
  gauge('trade_exec_orders_unsettled', 'Ended orders with fills missing.', ({ registry }) => registry.unsettled.size),
  gauge('trade_exec_halt_level', 'Halt level over everything, 0 to 4.', ({ registry }) => Number(haltLevel(registry).slice(1))),
  counter('trade_exec_fills_total', 'Fills applied.', ({ registry }) => registry.fillsCount),
  counter('trade_exec_events_total', 'Events of the execution stream.', ({ registry }) => registry.events.length),
  counter('trade_exec_duplicates_total', 'Fills and reports dropped because they were known.', (state) => state.duplicatesCount),
  counter('trade_exec_fill_mismatches_total', 'Fills told twice in different words.', (state) => state.mismatchesCount),
  counter('trade_exec_illegal_transitions_total', 'Events that the transition table forbids.', (state) => state.illegalCount),
  counter('trade_exec_stream_malformed_total', 'Frames of the user stream that could not be read.', (state) => state.malformedCount),
  { kind: 'histogram', name: 'trade_exec_risk_check_latency_us', help: 'Request to answer of a risk check.', read: (state) => state.riskCheckUs },
  {
    kind: 'histogram',
    name: 'trade_exec_tick_to_order_latency_us',
    help: 'Market data received to first byte of the order.',
    read: (state) => state.tickToOrderUs,
  },
  { kind: 'histogram', name: 'trade_exec_submit_to_ack_latency_us', help: 'Intent taken to answer of the venue.', read: (state) => state.submitToAckUs },
]
