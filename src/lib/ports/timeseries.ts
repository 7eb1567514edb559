import type { SeriesRow } from '../contracts/series.ts'

/** Where md's time series go. A daemon without one stores nothing. */
export interface TimeSeries {
  /** Takes a row without waiting and never throws: what the queue or the disk cannot take is counted as lost. */
  add(row: SeriesRow): void
  /** Rows that are stored, lost, and under way. */
  readonly counts: { readonly stored: number; readonly lost: number; readonly queued: number }
  /** Stores what is under way, as far as the disk lets it. */
  close(done: () => void): void
}
