import { type EpochUs, epochUs, type MonoUs, monoUs } from '../../lib/base/units.ts'
import type { BookReason, BookState } from '../../lib/contracts/market.ts'
import type { BarSpec } from '../../lib/model/bar-spec.ts'
import { Book } from '../../lib/model/book.ts'
import type { Instrument } from '../../lib/model/instrument.ts'
import type { BestPrices, DepthDiff, DepthSnapshot } from '../../lib/venues/market.ts'
import { SelfCheck } from './checks.ts'
import { KNOWN_WHOLE, type Known } from './horizon.ts'
import { LineBars } from './line-bars.ts'

/** Attempts at the same thing, which come ever more slowly. */
export interface Attempts {
  count: number
  /** A timer runs; the next attempt is its. */
  armed: boolean
}

/** One of something at a time on the bus; the newest waits. */
export interface Conflated<T> {
  publishedUs: number
  waiting: T | null
}

/** What became of one book. */
export interface LineCounters {
  diffs: number
  duplicates: number
  gaps: number
  resyncs: number
  snapshots: number
  checks: number
  mismatches: number
}

/** All about one symbol. */
export interface Line {
  readonly symbol: string
  readonly instrument: Instrument
  readonly checks: SelfCheck
  readonly bars: LineBars
  readonly counts: LineCounters
  readonly attempts: Attempts
  book: Book
  state: BookState
  reason: BookReason
  sinceUs: EpochUs
  /** Up to where staleness has been counted. */
  countedUs: number
  everValid: boolean
  /** Its connection is open: diffs come. */
  connected: boolean
  updateId: number
  /** The next diff is the first after a snapshot. */
  fresh: boolean
  eventUs: EpochUs
  receivedMonoUs: MonoUs
  /** Diffs without a gap that wait for the snapshot that they follow. */
  buffer: DepthDiff[]
  /** A snapshot that waits for the diffs to reach it, since when. */
  held: DepthSnapshot | null
  heldUs: number
  /** Id of the last snapshot of this connection that no diff had reached in time; 0: none. */
  seenId: number
  /** The snapshot request under way; never more than one. */
  requestId: string | null
  /** When the last one left. */
  requestedUs: number
  /** It stands in the queue for a snapshot. */
  queued: boolean
  /** A valid book is compared with a new snapshot and goes on from it. */
  refreshing: boolean
  /** Levels a side that the last snapshot was asked for, and the next will be. */
  askedLevels: number
  wantedLevels: number
  known: Known
  /** Event second of the last diff; null when a diff may have been missed. */
  second: number | null
  /** When its last change was received; 0: none came. */
  changedUs: number
  /** Since when the book's stream is silent as far as it is judged, its usual gap, and how often it fell silent in a row. */
  heardUs: number
  medianGapUs: number
  silences: number
  /** When another stream first showed that the market moved after the last diff; not later than `heardUs`: none did. */
  movedUs: number
  tradeId: number
  /** Id of the last trade over all connections; 0: none came. */
  lastTradeId: number
  tickerId: number
  /** The last sample of its best prices. */
  readonly sampled: { updateId: number; atUs: number }
  readonly shownBook: Conflated<true>
  readonly shownTicker: Conflated<BestPrices>
}

interface LineStart {
  readonly nowUs: EpochUs
  readonly levels: number
  readonly barSpecs?: readonly BarSpec[]
}

export const openLine = (instrument: Instrument, { nowUs, levels, barSpecs = [] }: LineStart): Line => ({
  symbol: instrument.symbol,
  instrument,
  checks: new SelfCheck(),
  bars: new LineBars(instrument.symbol, barSpecs),
  counts: { diffs: 0, duplicates: 0, gaps: 0, resyncs: 0, snapshots: 0, checks: 0, mismatches: 0 },
  attempts: { count: 0, armed: false },
  book: new Book(),
  state: 'init',
  reason: 'not started',
  sinceUs: nowUs,
  countedUs: nowUs,
  everValid: false,
  connected: false,
  updateId: 0,
  fresh: false,
  eventUs: epochUs(0),
  receivedMonoUs: monoUs(0),
  buffer: [],
  held: null,
  heldUs: 0,
  seenId: 0,
  requestId: null,
  requestedUs: Number.NEGATIVE_INFINITY,
  queued: false,
  refreshing: false,
  askedLevels: levels,
  wantedLevels: levels,
  known: KNOWN_WHOLE,
  second: null,
  changedUs: 0,
  heardUs: nowUs,
  medianGapUs: 0,
  silences: 0,
  movedUs: 0,
  tradeId: 0,
  lastTradeId: 0,
  tickerId: 0,
  sampled: { updateId: 0, atUs: 0 },
  shownBook: { publishedUs: 0, waiting: null },
  shownTicker: { publishedUs: 0, waiting: null },
})
