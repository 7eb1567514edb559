import type { MetricSpec } from '../../lib/daemon/metrics.ts'
import { marketsOf, type Venue } from './venue.ts'

const perSymbol = (venue: Venue, read: (market: ReturnType<typeof marketsOf>[number]) => number): ReadonlyMap<string, number> =>
  new Map(marketsOf(venue).map((market) => [market.instrument.symbol, read(market)]))

/** Metrics of the simulator. */
export const simMetrics: ReadonlyArray<MetricSpec<Venue>> = [
  { kind: 'counter', name: 'trade_sim_frames_total', help: 'Public frames sent', read: (venue) => venue.spot.streams.sentCount + venue.usdm.streams.sentCount },
  { kind: 'counter', name: 'trade_sim_user_events_total', help: 'User events sent', read: (venue) => venue.users.sentCount },
  { kind: 'counter', name: 'trade_sim_truth_records_total', help: 'Records in the truth log', read: (venue) => venue.truth.count },
  { kind: 'counter', name: 'trade_sim_orders_total', help: 'Orders accepted', read: (venue) => venue.store.lastOrderId },
  { kind: 'counter', name: 'trade_sim_lines_total', help: 'Lines of the recording played', read: (venue) => venue.playback?.playedCount ?? 0 },
  {
    kind: 'counter',
    name: 'trade_sim_diffs_total',
    help: 'Depth diffs applied to the public book',
    label: 'symbol',
    read: (venue) => perSymbol(venue, ({ replica }) => replica.appliedCount),
  },
  {
    kind: 'counter',
    name: 'trade_sim_gaps_total',
    help: 'Depth diffs of the recording that did not follow the one before',
    label: 'symbol',
    read: (venue) => perSymbol(venue, ({ replica }) => replica.gapCount),
  },
]
