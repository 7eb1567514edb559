import type { VenueReply } from '../../lib/venues/orders.ts'
import type { CallGroup } from './limits/breaker.ts'
import type { Question } from './limits/gate.ts'
import type { Lane } from './limits/lanes.ts'
import { depart, enter } from './queue.ts'
import { bannedUs, setTimer, type Turn, validity, venueUs } from './turn.ts'

interface CallKind {
  readonly lane: Lane
  readonly group: CallGroup
  readonly limit: 'orderTimeoutMs' | 'queryTimeoutMs'
}

const QUESTION: CallKind = { lane: 'query', group: 'query', limit: 'queryTimeoutMs' }
/** By the first part of a call's id. */
const KINDS: Readonly<Record<string, CallKind>> = {
  cancel: { lane: 'cancel', group: 'trade.cancel', limit: 'orderTimeoutMs' },
  deadMan: { lane: 'halt', group: 'trade.cancel', limit: 'orderTimeoutMs' },
  time: { lane: 'housekeeping', group: 'query', limit: 'queryTimeoutMs' },
}
const LEAK_EVERY_US = 1_000_000
const FULL_AGAIN_US = 1_000_000

/** What a call is told that an open breaker held back. */
export const HELD_BACK: VenueReply = { ok: false, sent: false, reason: 'breaker is open', sentMonoUs: 0 }

const kindOf = (id: string): CallKind => KINDS[id.slice(0, id.indexOf('|'))] ?? QUESTION

/** An open breaker lets one cancel of a symbol through each second, and every cancel of a halt: a resting order must never be out of reach. */
const leaks = ({ state, nowUs }: Turn, group: CallGroup, { lane, symbol }: Pick<Call, 'lane' | 'symbol'>): boolean => {
  if (lane === 'halt') return true
  if (group !== 'trade.cancel' || nowUs - (state.gate.leakedUs.get(symbol) ?? -LEAK_EVERY_US) < LEAK_EVERY_US) return false
  state.gate.leakedUs.set(symbol, nowUs)
  return true
}

/** A question and how it goes. */
export interface Call {
  /** What it is for and about, as `cancel|<clientOrderId>`. */
  readonly id: string
  readonly lane: Lane
  /** Of a cancel; empty otherwise. */
  readonly symbol: string
  readonly question: Question
}

const leave = (turn: Turn, { id, lane, symbol, question }: Call): number => {
  const { gate, config } = turn.state
  const { group, limit } = kindOf(id)
  if (!gate.breakers[group].passes && !leaks(turn, group, { lane, symbol })) {
    setTimer(turn, `held|${id}`, 0)
    return 0
  }
  const request = question(validity(turn))
  const waitUs = gate.limiter.take(request.cost, lane, venueUs(turn))
  if (waitUs > 0) return waitUs
  depart(turn, id, group)
  turn.emit({ type: 'venue.send', id, request, timeoutUs: config[limit] * 1000 })
  return 0
}

/** Asks the venue something as soon as its budget allows, once at a time per id. False when that question is under way. */
export const ask = (turn: Turn, id: string, question: Question): boolean => askIn(turn, { id, lane: kindOf(id).lane, symbol: '', question })

/** The same in a lane of the caller's choice. */
export const askIn = (turn: Turn, call: Call): boolean => {
  const { inFlight, waiting } = turn.state.gate
  if (inFlight.has(call.id) || waiting.has(call.id)) return false
  if (enter(turn, call.id, { lane: call.lane, leave: (at: Turn) => leave(at, call) })) return true
  setTimer(turn, `held|${call.id}`, FULL_AGAIN_US)
  return false
}

/** Asks a question whose answer is only good for the moment: it is charged and never waits. False when nothing may leave. */
export const askNow = (turn: Turn, id: string, question: Question): boolean => {
  const { gate, config } = turn.state
  const { lane, group, limit } = kindOf(id)
  if (bannedUs(turn) > 0) return false
  const request = question(validity(turn))
  gate.limiter.charge(request.cost, lane, venueUs(turn))
  depart(turn, id, group)
  turn.emit({ type: 'venue.send', id, request, timeoutUs: config[limit] * 1000 })
  return true
}
