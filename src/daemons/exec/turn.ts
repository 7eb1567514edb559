import type { EpochUs } from '../../lib/base/units.ts'
import type { OrderVenue, Validity, VenueCall } from '../../lib/venues/orders.ts'
import { venueMsAt } from './clock-offset.ts'
import type { ExecOut } from './events.ts'
import type { ExecState, FillFilter } from './state.ts'

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
export const ask = (turn: Turn, id: string, request: VenueCall): boolean => {
  const { inFlight, config } = turn.state
  if (inFlight.has(id)) return false
  inFlight.add(id)
  turn.emit({ type: 'venue.send', id, request, timeoutUs: (id.startsWith('cancel') ? config.orderTimeoutMs : config.queryTimeoutMs) * 1000 })
  return true
}

export const setTimer = (turn: Turn, id: string, afterUs: number): void => turn.emit({ type: 'timer.set', id, afterUs })

export const warn = (turn: Turn, message: string, fields: Readonly<Record<string, unknown>>): void => turn.emit({ type: 'log', level: 'warn', message, fields })
