import type { EpochUs } from '../../lib/base/units.ts'
import type { OrderVenue, Validity } from '../../lib/venues/orders.ts'
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

/** The venue's time in microseconds; budgets are counted by it. */
export const venueUs = ({ state, nowUs }: Turn): number => venueMsAt(state.clock, nowUs) * 1000

/** Microseconds in which nothing at all may be sent. */
export const bannedUs = (turn: Turn): number => Math.max(0, turn.state.gate.limiter.frozenUntilUs - venueUs(turn))

export const setTimer = (turn: Turn, id: string, afterUs: number): void => turn.emit({ type: 'timer.set', id, afterUs })

export const warn = (turn: Turn, message: string, fields: Readonly<Record<string, unknown>>): void => turn.emit({ type: 'log', level: 'warn', message, fields })
