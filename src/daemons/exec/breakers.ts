import { must } from '../../lib/base/assert.ts'
import type { VenueReply } from '../../lib/venues/orders.ts'
import type { CallGroup, CallOutcome } from './limits/breaker.ts'
import type { Flight } from './limits/gate.ts'
import { depart } from './queue.ts'
import { setTimer, type Turn, validity, venueUs, warn } from './turn.ts'

const SLOW_US = 1_000_000
const PULSE_TIMEOUT_US = 3_000_000
const PULSE_AGAIN_US = 1_000_000

/** A connection that ends with ten calls on it is one failure. */
const outcomeOf = (turn: Turn, { askedUs }: Flight, result: VenueReply): CallOutcome | null => {
  if (!result.ok && result.isShared === true) return null
  const health = turn.venue.readHealth(result)
  if (health === 'none') return null
  return health === 'failure' ? 'failure' : turn.nowUs - askedUs > SLOW_US ? 'slow' : 'ok'
}

const announce = (turn: Turn, group: CallGroup): void => {
  const breaker = turn.state.gate.breakers[group]
  warn(turn, `breaker is ${breaker.state}`, { group })
  if (breaker.state === 'open') setTimer(turn, `breaker|${group}`, breaker.openUntilUs - turn.nowUs)
  // What could not be asked while the breaker was open is asked now.
  if (breaker.state === 'closed' && group === 'query' && turn.state.phase === 'syncing') setTimer(turn, 'recon.retry', 0)
}

/** Takes an answered call off the list of those under way, and what the answer says of budgets used. */
export const land = (turn: Turn, id: string, result: VenueReply): Flight | undefined => {
  const { inFlight, limiter } = turn.state.gate
  const flight = inFlight.get(id)
  inFlight.delete(id)
  limiter.mirror(turn.venue.readUsage(result), venueUs(turn))
  return flight
}

/** Counts what an answer says of the health of its group of calls. */
export const noteHealth = (turn: Turn, flight: Flight, result: VenueReply): void => {
  const { breakers, chance } = turn.state.gate
  const outcome = outcomeOf(turn, flight, result)
  if (outcome === null) return
  if (breakers[flight.group].note(outcome, flight.generation, { nowUs: turn.nowUs, unit: chance() })) announce(turn, flight.group)
}

/** The open time is over: one read-only question at a time tells whether the venue answers again. Never an order. */
export const pulse = (turn: Turn, group: CallGroup): void => {
  const { gate, config } = turn.state
  const breaker = gate.breakers[group]
  if (breaker.wake(turn.nowUs)) announce(turn, group)
  const id = `pulse|${group}`
  if (breaker.state !== 'halfOpen' || gate.inFlight.has(id)) return
  const request = turn.venue.openOrders(must(config.symbols[0], 'symbol'), validity(turn))
  const waitUs = gate.limiter.take(request.cost, 'housekeeping', venueUs(turn))
  if (waitUs > 0) {
    setTimer(turn, `breaker|${group}`, waitUs)
    return
  }
  depart(turn, id, group)
  turn.emit({ type: 'venue.send', id, request, timeoutUs: PULSE_TIMEOUT_US })
}

/** Takes the answer to `pulse`. */
export const takePulse = (turn: Turn, flight: Flight, result: VenueReply): void => {
  const { breakers, chance } = turn.state.gate
  const { group, generation } = flight
  const outcome = outcomeOf(turn, flight, result)
  if (outcome === null) setTimer(turn, `breaker|${group}`, PULSE_AGAIN_US)
  else if (breakers[group].probed(outcome, generation, { nowUs: turn.nowUs, unit: chance() })) announce(turn, group)
  else pulse(turn, group)
}
