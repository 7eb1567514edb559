import type { VenueReply } from '../../lib/venues/orders.ts'
import { ask } from './calls.ts'
import { changeOrder } from './changes.ts'
import { venueMsAt } from './clock-offset.ts'
import { raiseHalt } from './halts.ts'
import { readSearch, search } from './order-refs.ts'
import type { Entry } from './registry.ts'
import { applyReport } from './reports.ts'
import type { Probe } from './state.ts'
import { setTimer, type Turn, warn } from './turn.ts'
import { noteRefusal } from './venue-limits.ts'

/** Distances of the questions, so that they fall at 0.5, 1, 2, 4 and 8 s, then every 2 s. */
const DELAYS_US = [500_000, 1_000_000, 2_000_000, 4_000_000]
const LATER_US = 2_000_000
const BETWEEN_MISSES_US = 1_000_000
const CANCEL_AGAIN_US = 500_000
const STUCK_US = 30_000_000
const BLOCK_US = 60_000_000

const probeOf = (turn: Turn, clientOrderId: string): Probe => {
  const { probes } = turn.state
  const known = probes.get(clientOrderId)
  if (known !== undefined) return known
  const probe = { attempt: 0, sinceUs: turn.nowUs, missedUs: 0, alarmed: false }
  probes.set(clientOrderId, probe)
  return probe
}

const schedule = (turn: Turn, clientOrderId: string): void => {
  const probe = probeOf(turn, clientOrderId)
  setTimer(turn, `probe|${clientOrderId}`, DELAYS_US[probe.attempt] ?? LATER_US)
  probe.attempt += 1
}

/** Asks the venue for one order. */
export const probeOrder = (turn: Turn, clientOrderId: string): void => {
  const entry = turn.state.registry.entries.get(clientOrderId)
  if (entry === undefined) return
  ask(turn, `query|${clientOrderId}`, search(turn, entry.order))
}

/** The answer to `probeOrder`. A question that got no answer proves nothing. */
export const takeQuery = (turn: Turn, clientOrderId: string, result: VenueReply): void => {
  const answer = readSearch(turn, clientOrderId, result)
  if (answer.kind === 'found') {
    turn.state.probes.delete(clientOrderId)
    applyReport(turn, answer.value)
    wakeCancel(turn, clientOrderId)
  } else if (answer.kind === 'unknownOrder') {
    noteMissing(turn, clientOrderId)
  } else {
    noteRefusal(turn, answer)
    goOn(turn, clientOrderId)
  }
}

const wakeCancel = (turn: Turn, clientOrderId: string): void => {
  const order = turn.state.registry.entries.get(clientOrderId)?.order
  if (order?.pending === 'cancel') setTimer(turn, `cancel|${clientOrderId}`, CANCEL_AGAIN_US)
}

const goOn = (turn: Turn, clientOrderId: string): void => {
  const entry = turn.state.registry.entries.get(clientOrderId)
  if (entry === undefined || !turn.state.registry.live.has(clientOrderId)) {
    turn.state.probes.delete(clientOrderId)
    return
  }
  schedule(turn, clientOrderId)
  if (entry.order.status === 'UNKNOWN') alarm(turn, entry, probeOf(turn, clientOrderId))
}

const alarm = (turn: Turn, { order }: Entry, probe: Probe): void => {
  const ageUs = turn.nowUs - probe.sinceUs
  const { clientOrderId, strategyId } = order
  if (ageUs > STUCK_US && !probe.alarmed) {
    probe.alarmed = true
    warn(turn, 'fate of an order is unknown for long', { clientOrderId, ageMs: Math.floor(ageUs / 1000) })
  }
  if (ageUs > BLOCK_US) raiseHalt(turn, { scope: `strategy:${strategyId}`, level: 'K1', reason: `fate of order '${clientOrderId}' is unknown`, by: 'exec' })
}

/** True when news of the order could not have passed us by: the stream was up all the time, or we looked after its deadline. */
const hasWitness = (turn: Turn, { order, sent }: Entry, deadMs: number): boolean => {
  const { stream, lookedUs, clock } = turn.state
  if (stream.sinceUs !== null && stream.sinceUs <= (sent?.atUs ?? order.createdUs)) return true
  const looked = lookedUs.get(order.symbol)
  return looked !== undefined && venueMsAt(clock, looked) >= deadMs
}

/**
 * The venue knows no such order. That proves something only after the deadline until which it may still execute the request,
 * with a witness that nothing was missed, and when it is said twice.
 */
export const noteMissing = (turn: Turn, clientOrderId: string): void => {
  const entry = turn.state.registry.entries.get(clientOrderId)
  if (entry === undefined) return
  if (entry.order.status === 'SENT') changeOrder(turn, clientOrderId, { event: 'notFound', reason: 'the venue knows no such order' })
  const deadMs = entry.sent?.deadServerMs ?? 0
  const isDead = venueMsAt(turn.state.clock, turn.nowUs) >= deadMs
  if (isDead && !hasWitness(turn, entry, deadMs)) setTimer(turn, 'sweep', 0)
  if (!isDead || !hasWitness(turn, entry, deadMs) || !isSecondMiss(turn, clientOrderId)) {
    goOn(turn, clientOrderId)
    return
  }
  turn.state.probes.delete(clientOrderId)
  changeOrder(turn, clientOrderId, entry.order.status === 'UNKNOWN' ? { event: 'notFoundProven', reason: 'NOT_RECEIVED' } : { event: 'notFoundProven' })
}

const isSecondMiss = (turn: Turn, clientOrderId: string): boolean => {
  const probe = probeOf(turn, clientOrderId)
  if (probe.missedUs === 0) probe.missedUs = turn.nowUs
  return turn.nowUs - probe.missedUs >= BETWEEN_MISSES_US
}
