import { type Histogram, histogram } from '../../lib/base/histogram.ts'
import { type Prng, prng } from '../../lib/base/prng.ts'
import { type EpochUs, epochUs, type MonoUs, monoUs } from '../../lib/base/units.ts'
import type { BookReason, BookState } from '../../lib/contracts/market.ts'
import type { Emit } from '../../lib/daemon/core.ts'
import { Book } from '../../lib/model/book.ts'
import type { Instrument } from '../../lib/model/instrument.ts'
import type { BestPrices, DepthDiff, DepthSnapshot, MarketVenue } from '../../lib/venues/market.ts'
import { SelfCheck } from './checks.ts'
import type { MdConfig } from './config.ts'
import type { MdOut } from './events.ts'

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

/** All about one symbol. */
export interface Line {
  readonly symbol: string
  readonly instrument: Instrument
  readonly book: Book
  readonly checks: SelfCheck
  readonly attempts: Attempts
  state: BookState
  reason: BookReason
  sinceUs: EpochUs
  /** Up to where staleness has been counted. */
  countedUs: number
  everValid: boolean
  /** Its connection is open: diffs come. */
  connected: boolean
  updateId: number
  eventUs: EpochUs
  receivedMonoUs: MonoUs
  /** Diffs without a gap that wait for the snapshot that they follow. */
  buffer: DepthDiff[]
  /** A snapshot that waits for its first diff. */
  held: DepthSnapshot | null
  /** The snapshot request under way; never more than one. */
  requestId: string | null
  /** Event second of the last diff; null when a diff may have been missed. */
  second: number | null
  readonly shownBook: Conflated<true>
  readonly shownTicker: Conflated<BestPrices>
}

/** One connection of the venue and the symbols on it. A new attempt is a new socket. */
export interface Link {
  readonly id: string
  readonly symbols: readonly string[]
  readonly attempts: Attempts
  socketId: number
  phase: 'opening' | 'open' | 'waiting'
  openedUs: number
  heardUs: number
  garbledRun: number
}

export interface Counters {
  diffs: number
  duplicates: number
  gaps: number
  resyncs: number
  crossed: number
  checks: number
  mismatches: number
  garbled: number
  trades: number
  tickers: number
  snapshots: number
  reconnects: number
  staleUs: number
}

export interface MdState {
  readonly config: MdConfig
  readonly chance: Prng
  readonly counts: Counters
  /** Venue's event time to our stamp, microseconds; only where both clocks are of the same day. */
  readonly latencyUs: Histogram
  readonly lines: Map<string, Line>
  readonly links: Link[]
  readonly instrumentAttempts: Attempts
  epoch: number
  phase: 'starting' | 'running' | 'stopped'
  instruments: ReadonlyMap<string, Instrument>
  sockets: number
  requests: number
  messages: number
  /** The venue asked for quiet until then. */
  pausedUntilUs: number
  /** Records were written that no reader was told of. */
  ringWritten: boolean
}

/** What one step works with. */
export interface Step {
  readonly venue: MarketVenue
  readonly state: MdState
  readonly nowUs: EpochUs
  readonly emit: Emit<MdOut>
}

const noCounts: Counters = {
  diffs: 0,
  duplicates: 0,
  gaps: 0,
  resyncs: 0,
  crossed: 0,
  checks: 0,
  mismatches: 0,
  garbled: 0,
  trades: 0,
  tickers: 0,
  snapshots: 0,
  reconnects: 0,
  staleUs: 0,
}

export const openState = (config: MdConfig): MdState => ({
  config,
  chance: prng(config.seed, 'md'),
  counts: { ...noCounts },
  latencyUs: histogram(),
  lines: new Map(),
  links: [],
  instrumentAttempts: { count: 0, armed: false },
  epoch: 0,
  phase: 'starting',
  instruments: new Map(),
  sockets: 0,
  requests: 0,
  messages: 0,
  pausedUntilUs: 0,
  ringWritten: false,
})

export const openLine = (instrument: Instrument, nowUs: EpochUs): Line => ({
  symbol: instrument.symbol,
  instrument,
  book: new Book(),
  checks: new SelfCheck(),
  attempts: { count: 0, armed: false },
  state: 'init',
  reason: 'not started',
  sinceUs: nowUs,
  countedUs: nowUs,
  everValid: false,
  connected: false,
  updateId: 0,
  eventUs: epochUs(0),
  receivedMonoUs: monoUs(0),
  buffer: [],
  held: null,
  requestId: null,
  second: null,
  shownBook: { publishedUs: 0, waiting: null },
  shownTicker: { publishedUs: 0, waiting: null },
})
