import type { MetricSpec } from '../../lib/daemon/metrics.ts'
import type { StratState } from './state.ts'

/** Metrics of strat. */
export const stratMetrics: ReadonlyArray<MetricSpec<StratState>> = [
  { kind: 'counter', name: 'trade_strat_intents_total', help: 'orders asked of exec', read: ({ counters }) => counters.intents },
  { kind: 'counter', name: 'trade_strat_refused_total', help: 'intents that exec did not take', read: ({ counters }) => counters.refused },
  { kind: 'counter', name: 'trade_strat_cancels_total', help: 'cancels asked of exec', read: ({ counters }) => counters.cancels },
  { kind: 'counter', name: 'trade_strat_fills_total', help: 'fills of this strategy since the start of the books', read: ({ counters }) => counters.fills },
  { kind: 'counter', name: 'trade_strat_signals_total', help: 'signals published', read: ({ counters }) => counters.signals },
  { kind: 'gauge', name: 'trade_strat_open_orders_count', help: 'live orders', read: ({ orders }) => orders.size },
  { kind: 'counter', name: 'trade_strat_ring_records_total', help: 'ring records shown to the strategy', read: ({ stats }) => stats?.records ?? 0 },
  { kind: 'counter', name: 'trade_strat_ring_delivered_slots_total', help: 'ring slots delivered', read: ({ stats }) => stats?.deliveredSlots ?? 0 },
  { kind: 'counter', name: 'trade_strat_ring_lost_slots_total', help: 'ring slots lost to overruns', read: ({ stats }) => stats?.lostSlots ?? 0 },
  {
    kind: 'counter',
    name: 'trade_strat_ring_span_slots_total',
    help: 'ring slots between the first and the last position',
    read: ({ stats }) => stats?.spanSlots ?? 0,
  },
  { kind: 'counter', name: 'trade_strat_ring_overruns_total', help: 'times that the reader was lapped', read: ({ stats }) => stats?.overruns ?? 0 },
  {
    kind: 'histogram',
    name: 'trade_strat_ring_hop_latency_us',
    help: 'from the write to the ring to the read in the strategy, microseconds',
    read: ({ ringHopUs }) => ringHopUs,
  },
]
