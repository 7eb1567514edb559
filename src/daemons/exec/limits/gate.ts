import { prng } from '../../../lib/base/prng.ts'
import type { Validity, VenueCall } from '../../../lib/venues/orders.ts'
import { Breaker, type CallGroup } from './breaker.ts'
import type { Lane } from './lanes.ts'
import { Limiter } from './limiter.ts'

/** A call that is made when it may leave, because its signature ages. */
export type Question = (validity: Validity) => VenueCall

/** A call under way. */
export interface Flight {
  readonly askedUs: number
  readonly group: CallGroup
  readonly generation: number
}

/** Something that waits for its budget. */
export interface Waiting {
  readonly lane: Lane
  /** Tries to leave in a turn of exec; microseconds to wait when it may not yet, 0 when it left or needs not to any more. */
  leave(turn: object): number
}

/** What stands between exec and the venue: budgets, breakers, what waits and what is under way. None of it outlives a restart but the end of a ban. */
export interface Gate {
  readonly limiter: Limiter
  readonly breakers: Readonly<Record<CallGroup, Breaker>>
  /** By id of the call; first come, first served in each lane. */
  readonly waiting: Map<string, Waiting>
  readonly inFlight: Map<string, Flight>
  /** When the last cancel of a symbol leaked through an open breaker. */
  readonly leakedUs: Map<string, number>
  readonly chance: () => number
}

export const createGate = (): Gate => ({
  limiter: new Limiter(),
  breakers: { 'trade.new': new Breaker(), 'trade.cancel': new Breaker(), query: new Breaker() },
  waiting: new Map(),
  inFlight: new Map(),
  leakedUs: new Map(),
  chance: prng(0, 'exec.gate').unit,
})
