import { type Histogram, histogram } from '../../lib/base/histogram.ts'
import type { MetricSpec } from '../../lib/daemon/metrics.ts'
import type { MdState } from './state.ts'

const QUANTILES = [0.5, 0.95, 0.99] as const

/** What the shell measures: how long a frame takes from one stage to the next, microseconds. The way from the venue to receipt is in the core's state. */
export interface Stages {
  readonly receiveToBook: Histogram
  readonly bookToPublished: Histogram
  readonly receiveToPublished: Histogram
  /** What became of stored rows; replaced by the shell that has a store. */
  series: () => Readonly<Record<'stored' | 'lost' | 'queued', number>>
}

export const openStages = (): Stages => ({
  receiveToBook: histogram(),
  bookToPublished: histogram(),
  receiveToPublished: histogram(),
  series: () => ({ stored: 0, lost: 0, queued: 0 }),
})

/** A record of the ring: when its frame came, when the core was done with it, when readers could see it. */
export const noteStages = (stages: Stages, at: { readonly receivedUs: number; readonly bookUs: number; readonly publishedUs: number }): void => {
  if (at.receivedUs === 0) return
  stages.receiveToBook.record(Math.max(0, at.bookUs - at.receivedUs))
  stages.bookToPublished.record(Math.max(0, at.publishedUs - at.bookUs))
  stages.receiveToPublished.record(Math.max(0, at.publishedUs - at.receivedUs))
}

const quantilesOf = (of: Histogram): ReadonlyMap<string, number> => new Map(QUANTILES.map((ratio) => [String(ratio), of.quantile(ratio) ?? Number.NaN]))

const quantileSpec = (name: string, help: string, read: (state: MdState) => Histogram): MetricSpec<MdState> => ({
  kind: 'gauge',
  name: `trade_md_${name}_quantile_us`,
  help: `${help}, microseconds at a share of the frames`,
  label: 'quantile',
  read: (state) => quantilesOf(read(state)),
})

const bothSpecs = (name: string, help: string, of: Histogram): MetricSpec<MdState>[] => [
  { kind: 'histogram', name: `trade_md_${name}_us`, help: `${help}, microseconds`, read: () => of },
  quantileSpec(name, help, () => of),
]

/** What became of stored rows; every stage as a histogram, and the median, 95th and 99th percentile of each and of the way from the venue. */
export const stageMetrics = (stages: Stages): MetricSpec<MdState>[] => [
  { kind: 'counter', name: 'trade_md_series_stored_total', help: 'rows of the time series that are stored', read: () => stages.series().stored },
  {
    kind: 'counter',
    name: 'trade_md_series_lost_total',
    help: 'rows of the time series that the queue, the disk or a thread that ended could not take',
    read: () => stages.series().lost,
  },
  { kind: 'gauge', name: 'trade_md_series_queued_count', help: 'rows of the time series on their way to the disk', read: () => stages.series().queued },
  quantileSpec('venue_latency', 'time of the venue to receipt', ({ latencyUs }) => latencyUs),
  ...bothSpecs('receive_to_book', 'receipt of a frame to the end of its change', stages.receiveToBook),
  ...bothSpecs('book_to_published', 'end of a change to its record in the ring', stages.bookToPublished),
  ...bothSpecs('receive_to_published', 'receipt of a frame to its record in the ring', stages.receiveToPublished),
]
