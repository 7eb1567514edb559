import { type Histogram, histogram } from '../../lib/base/histogram.ts'
import type { EpochUs, Money } from '../../lib/base/units.ts'
import type { Instrument } from '../../lib/model/instrument.ts'
import type { VenueRequest } from '../../lib/ports/venue.ts'
import type { OrderVenue, Validity } from '../../lib/venues/orders.ts'
import { type ClockOffset, noOffset, venueMsAt } from './clock-offset.ts'
import type { ExecConfig } from './config.ts'
import type { ExecOut } from './events.ts'
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

/** State of exec. Only `registry` outlives a restart. */
export interface ExecState {
  readonly config: ExecConfig
  readonly registry: Registry
  epoch: number
  orderSeq: number
  phase: 'starting' | 'syncing' | 'ready' | 'draining' | 'stopped'
  stopUs: number
  clock: ClockOffset
  instruments: Map<string, Instrument>
  readonly stream: UserStream
  run: Run | null
  runCount: number
  failedRunCount: number
  /** When the open orders and trades of a symbol were last looked at, by the start of the look. */
  readonly lookedUs: Map<string, number>
  readonly probes: Map<string, Probe>
  /** Orders of which the venue reported more than the fills we know: how much. */
  readonly behind: Map<string, Money>
  readonly inFlight: Set<string>
  readonly checks: Map<string, number>
  readonly causes: Map<string, number>
  bannedUntilUs: number
  illegalCount: number
  duplicatesCount: number
  mismatchesCount: number
  malformedCount: number
  readonly riskCheckUs: Histogram
  readonly tickToOrderUs: Histogram
  readonly submitToAckUs: Histogram
}

export const createState = (config: ExecConfig): ExecState => ({
  config,
  registry: createRegistry(),
  epoch: 0,
  orderSeq: 0,
  phase: 'starting',
  stopUs: 0,
  clock: noOffset,
  instruments: new Map(),
  stream: { generation: 0, sinceUs: null, held: [] },
  run: null,
  runCount: 0,
  failedRunCount: 0,
  lookedUs: new Map(),
  probes: new Map(),
  behind: new Map(),
  inFlight: new Set(),
  checks: new Map(),
  causes: new Map(),
  bannedUntilUs: 0,
  illegalCount: 0,
  duplicatesCount: 0,
  mismatchesCount: 0,
  malformedCount: 0,
  riskCheckUs: histogram(),
  tickToOrderUs: histogram(),
  submitToAckUs: histogram(),
})

/** One step: the state, the time and the way out. */
export interface Turn {
  readonly state: ExecState
  readonly nowUs: EpochUs
  readonly venue: OrderVenue
  readonly seenFill: FillFilter
  emit(out: ExecOut): void
}

export const validity = ({ state, nowUs }: Turn): Validity => ({ serverMs: venueMsAt(state.clock, nowUs), recvWindowMs: state.config.recvWindowMs })

export const isBanned = ({ state, nowUs }: Turn): boolean => nowUs < state.bannedUntilUs

/** Asks the venue something, once at a time per id. False when that question is under way. */
export const ask = (turn: Turn, id: string, request: VenueRequest): boolean => {
  const { inFlight, config } = turn.state
  if (inFlight.has(id)) return false
  inFlight.add(id)
  turn.emit({ type: 'venue.send', id, request, timeoutUs: (id.startsWith('cancel') ? config.orderTimeoutMs : config.queryTimeoutMs) * 1000 })
  return true
}

export const setTimer = (turn: Turn, id: string, afterUs: number): void => turn.emit({ type: 'timer.set', id, afterUs })

export const warn = (turn: Turn, message: string, fields: Readonly<Record<string, unknown>>): void => turn.emit({ type: 'log', level: 'warn', message, fields })
