import { join } from 'node:path'
import { type Histogram, histogram } from '../base/histogram.ts'
import type { Places } from '../io/run-directory.ts'
import { readDocuments } from './run-files.ts'

interface HistogramDocument {
  readonly counts: ReadonlyArray<readonly [number, number]>
  readonly sum: number
}

/** What one incarnation of a daemon counted, as it left it behind. */
export interface CountersDocument {
  readonly svc: string
  readonly epoch: number
  readonly metrics: Readonly<Record<string, number | HistogramDocument | Readonly<Record<string, number>>>>
}

/** The counters of every incarnation of a service, oldest first. */
export const readCounters = (places: Places, service: string): CountersDocument[] => readDocuments(join(places.data, service, 'counters'))

/** Sum of one counter over the incarnations. */
export const sumOf = (documents: readonly CountersDocument[], name: string): number =>
  documents.reduce((sum, { metrics }) => sum + (typeof metrics[name] === 'number' ? metrics[name] : 0), 0)

/** The last value of one counter that is itself rebuilt at each start. */
export const lastOf = (documents: readonly CountersDocument[], name: string): number => {
  const value = documents.at(-1)?.metrics[name]
  return typeof value === 'number' ? value : 0
}

/** One histogram over all incarnations. */
export const mergedHistogram = (documents: readonly CountersDocument[], name: string): Histogram => {
  const merged = histogram()
  for (const { metrics } of documents) {
    const value = metrics[name]
    if (typeof value === 'object' && Array.isArray(value.counts)) merged.merge((value as HistogramDocument).counts, (value as HistogramDocument).sum)
  }
  return merged
}
