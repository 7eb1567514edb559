import { must } from '../../lib/base/assert.ts'
import { type Histogram, histogram } from '../../lib/base/histogram.ts'
import { type Prng, prng } from '../../lib/base/prng.ts'
import type { EpochUs } from '../../lib/base/units.ts'
import type { Emit } from '../../lib/daemon/core.ts'
import { type BarSpec, parseBarSpec } from '../../lib/model/bar-spec.ts'
import type { Instrument } from '../../lib/model/instrument.ts'
import type { MarketRoute, MarketVenue } from '../../lib/venues/market.ts'
import { Budget } from './budget.ts'
import type { MdConfig } from './config.ts'
import type { MdOut } from './events.ts'
import type { Attempts, Line } from './line.ts'

/** A control message that waits to be sent, or for its answer. */
export interface Control {
  readonly method: 'subscribe' | 'unsubscribe'
  readonly symbols: readonly string[]
  /** As many of each symbol, in their order. */
  readonly streams: readonly string[]
  /** Books that begin with the answer. */
  readonly books: readonly string[]
  /** How often the venue refused it. */
  readonly refusals: Attempts
}

/** One socket. */
export interface Conn {
  readonly socketId: number
  phase: 'opening' | 'subscribing' | 'open'
  sinceUs: number
  heardUs: number
  garbledRun: number
  /** The venue said that it will close it soon. */
  isLeaving: boolean
  /** Symbols whose books it carries. */
  readonly begun: Set<string>
  /** Control messages to come, in order. */
  readonly queue: Control[]
  /** The control message that was sent last, until it is answered. */
  asked: (Control & { readonly id: number; readonly sentUs: number }) | null
  sentUs: number
  /** Control messages that the venue refused, each until its own time. */
  readonly refused: { readonly control: Control; readonly dueUs: number }[]
}

/** Symbols that share a connection to one route; a new attempt is a new socket. */
export interface Link {
  readonly id: string
  readonly route: MarketRoute
  readonly symbols: readonly string[]
  readonly attempts: Attempts
  conn: Conn | null
  /** The connection that takes over before this one is cut. */
  heir: Conn | null
  openCount: number
  messages: number
  perS: number
  secondMessages: number
  secondUs: number
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
  news: number
  snapshots: number
  refreshes: number
  reconnects: number
  rotations: number
  resubscriptions: number
  staleUs: number
}

export interface MdState {
  readonly config: MdConfig
  readonly chance: Prng
  readonly barSpecs: readonly BarSpec[]
  readonly counts: Counters
  /** Venue's event time to our stamp, microseconds; only where both clocks are of the same day. */
  readonly latencyUs: Histogram
  readonly lines: Map<string, Line>
  readonly links: Link[]
  /** Links that carry the book of a symbol. */
  readonly bookLinks: Map<string, Link>
  readonly sockets: Map<number, Link>
  readonly instrumentAttempts: Attempts
  readonly budget: Budget
  /** Levels a side that a book begins with, the fewer the more symbols there are. */
  firstLevels: number
  /** Lines that wait for a snapshot to be asked for, in the order in which they came. */
  readonly waiting: Line[]
  /** Snapshot requests under way by id. */
  readonly requests: Map<string, Line>
  epoch: number
  phase: 'starting' | 'running' | 'stopped'
  instruments: ReadonlyMap<string, Instrument>
  socketCount: number
  requestCount: number
  controlCount: number
  messages: number
  /** Theoretical arrival time of the next attempt to connect. */
  connectTatUs: number
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
  news: 0,
  snapshots: 0,
  refreshes: 0,
  reconnects: 0,
  rotations: 0,
  resubscriptions: 0,
  staleUs: 0,
}

const barSpec = (text: string): BarSpec | undefined => {
  const spec = parseBarSpec(text)
  return spec.ok ? spec.value : undefined
}

export const openState = (config: MdConfig, venue: MarketVenue): MdState => ({
  config,
  chance: prng(config.seed, 'md'),
  barSpecs: config.bars.map((text) => must(barSpec(text), `bar '${text}'`)),
  counts: { ...noCounts },
  latencyUs: histogram(),
  lines: new Map(),
  links: [],
  bookLinks: new Map(),
  sockets: new Map(),
  instrumentAttempts: { count: 0, armed: false },
  budget: new Budget(venue.traits, config.weightShareRatio),
  firstLevels: config.depthLevelsCount,
  waiting: [],
  requests: new Map(),
  epoch: 0,
  phase: 'starting',
  instruments: new Map(),
  socketCount: 0,
  requestCount: 0,
  controlCount: 0,
  messages: 0,
  connectTatUs: 0,
  ringWritten: false,
})
