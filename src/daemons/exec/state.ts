import { type Histogram, histogram } from '../../lib/base/histogram.ts'
import type { Money } from '../../lib/base/units.ts'
import type { HaltLevel } from '../../lib/contracts/risk.ts'
import type { Instrument } from '../../lib/model/instrument.ts'
import { type ClockOffset, noOffset } from './clock-offset.ts'
import type { ExecConfig } from './config.ts'
import type { Journalling } from './journalling.ts'
import { createGate, type Gate } from './limits/gate.ts'
import { createRegistry, type Registry } from './registry.ts'
import type { Run } from './run.ts'

/** True when the fill was applied before. */
export type FillFilter = (key: string, fills: ReadonlyMap<string, string>) => boolean

/** What is going on about one order whose fate the venue must tell. */
export interface Probe {
  attempt: number
  sinceUs: number
  /** When the venue last said that it knows no such order, after the proof deadline; 0 for never. */
  missedUs: number
  alarmed: boolean
}

export interface UserStream {
  generation: number
  /** When the venue confirmed the subscription; null while there is none. */
  sinceUs: number | null
  /** Frames that wait for the end of a reconciliation. */
  held: string[]
}

/** A countdown at the venue: `leaving` while it is taken back. */
export interface Countdown {
  leaving: boolean
}

/** State of exec. Only `registry` outlives a restart. */
export interface ExecState {
  readonly config: ExecConfig
  readonly registry: Registry
  readonly journal: Journalling
  epoch: number
  orderSeq: number
  phase: 'starting' | 'syncing' | 'ready' | 'draining' | 'stopped'
  stopUs: number
  clock: ClockOffset
  instruments: Map<string, Instrument>
  /** What the account has of each asset, free and locked; null before the venue told. */
  holdings: Map<string, Money> | null
  readonly stream: UserStream
  run: Run | null
  runCount: number
  failedRunCount: number
  /** When the open orders and trades of a symbol were last looked at, by the start of the look. */
  readonly lookedUs: Map<string, number>
  readonly probes: Map<string, Probe>
  /** Orders of which the venue reported more than the fills we know: how much. */
  readonly behind: Map<string, Money>
  readonly gate: Gate
  /** Countdowns of the venue's dead man's switch, by symbol. */
  readonly deadMan: Map<string, Countdown>
  /** Events at the last look at the open orders; -1: look again. */
  watchedCount: number
  /** Whether risk is heard, and the level that it holds. */
  risk: 'unheard' | 'current' | 'lost'
  riskLevel: HaltLevel
  /** When resting orders were acknowledged, until their first fill. */
  readonly ackedUs: Map<string, number>
  /** Parts of long answers that have come so far, by id of the call. */
  readonly parts: Map<string, readonly string[]>
  readonly checks: Map<string, number>
  readonly causes: Map<string, number>
  illegalCount: number
  duplicatesCount: number
  mismatchesCount: number
  malformedCount: number
  readonly riskCheckUs: Histogram
  readonly tickToOrderUs: Histogram
  readonly submitToAckUs: Histogram
  readonly ackToFillUs: Histogram
}

export const createState = (config: ExecConfig): ExecState => ({
  config,
  registry: createRegistry(),
  journal: { isFull: false, failure: null },
  epoch: 0,
  orderSeq: 0,
  phase: 'starting',
  stopUs: 0,
  clock: noOffset,
  instruments: new Map(),
  holdings: null,
  stream: { generation: 0, sinceUs: null, held: [] },
  run: null,
  runCount: 0,
  failedRunCount: 0,
  lookedUs: new Map(),
  probes: new Map(),
  behind: new Map(),
  gate: createGate(),
  deadMan: new Map(),
  watchedCount: -1,
  risk: 'unheard',
  riskLevel: 'K0',
  ackedUs: new Map(),
  parts: new Map(),
  checks: new Map(),
  causes: new Map(),
  illegalCount: 0,
  duplicatesCount: 0,
  mismatchesCount: 0,
  malformedCount: 0,
  riskCheckUs: histogram(),
  tickToOrderUs: histogram(),
  submitToAckUs: histogram(),
  ackToFillUs: histogram(),
})
