import { msToUs } from '../../lib/base/time.ts'
import type { SnapshotDepth } from '../../lib/venues/market.ts'
import { nextWaitUs } from './backoff.ts'
import { depthFor } from './budget.ts'
import { resubscribe } from './controls.ts'
import { isBlind } from './known-levels.ts'
import type { Line } from './line.ts'
import { nextWaiting } from './snapshot-queue.ts'
import type { Step } from './state.ts'

/** Timer of the queue that waits for request weight. */
export const BUDGET = 'budget'

const timerOf = ({ symbol }: Line): string => `depth:${symbol}`

const arm = (step: Step, line: Line): void => {
  line.attempts.armed = true
  step.emit({ type: 'timer.set', id: timerOf(line), afterUs: nextWaitUs(step.state, line.attempts) })
}

/** A lost book comes back with as few levels as many books began with, and is deepened later; one whose touch left them needs more at once. */
const depthOf = ({ state, venue }: Step, line: Line): SnapshotDepth => {
  const isDeep = line.state === 'valid' || isBlind(line)
  return depthFor(venue.traits, isDeep ? line.wantedLevels : Math.min(line.wantedLevels, state.firstLevels))
}

const send = (step: Step, line: Line): void => {
  const { state, venue, nowUs, emit } = step
  state.requestCount += 1
  state.counts.snapshots += 1
  line.counts.snapshots += 1
  line.requestId = `depth:${line.symbol}:${state.requestCount}`
  line.requestedUs = nowUs
  state.requests.set(line.requestId, line)
  line.askedLevels = depthOf(step, line).levels
  if (line.state === 'valid') line.buffer = []
  const request = venue.snapshot(line.symbol, line.askedLevels)
  emit({ type: 'venue.request', id: line.requestId, request, timeoutUs: msToUs(state.config.requestTimeoutMs) })
}

const isWanted = (line: Line): boolean =>
  line.connected && line.held === null && line.requestId === null && (line.state === 'valid' ? line.refreshing : !line.refreshing)

const leave = ({ state }: Step, line: Line): void => {
  state.waiting.splice(state.waiting.indexOf(line), 1)
  line.queued = false
}

/** Sends what the budget allows; the rest waits for it, books that are not valid first. */
export const pumpSnapshots = (step: Step): void => {
  const { state, nowUs, emit } = step
  for (let next = nextWaiting(step); next !== null; next = nextWaiting(step)) {
    const { line, isIdle } = next
    const waitUs = isWanted(line) ? state.budget.spend(depthOf(step, line).weight, nowUs, isIdle) : 0
    if (waitUs > 0) {
      emit({ type: 'timer.set', id: BUDGET, afterUs: waitUs })
      return
    }
    leave(step, line)
    if (isWanted(line)) send(step, line)
  }
}

const enqueue = (step: Step, line: Line): void => {
  if (step.venue.traits.proof !== 'sequence') {
    resubscribe(step, line)
    return
  }
  if (!line.queued) step.state.waiting.push(line)
  line.queued = true
  pumpSnapshots(step)
}

const isHurried = ({ state, nowUs }: Step, { requestedUs }: Line): boolean => nowUs - requestedUs < msToUs(state.config.backoffMinMs)

/** Asks for a snapshot, or for the stream's own: the first time at once, then ever later; never while one is under way, and never twice within the least wait. */
export const wantSnapshot = (step: Step, line: Line): void => {
  if (!isWanted(line) || line.attempts.armed) return
  if (line.queued) pumpSnapshots(step)
  else if (line.attempts.count > 0 || isHurried(step, line)) arm(step, line)
  else {
    line.attempts.count = 1
    enqueue(step, line)
  }
}

/** The wait for the next attempt is over. */
export const retrySnapshot = (step: Step, line: Line): void => {
  line.attempts.armed = false
  if (isWanted(line)) enqueue(step, line)
}

/** A line that lost its connection, or its book after a long time, waits for nothing that it was to do before. */
export const forgetSnapshot = ({ emit }: Step, line: Line): void => {
  if (line.attempts.armed) emit({ type: 'timer.clear', id: timerOf(line) })
  line.attempts.armed = false
  line.attempts.count = 0
}
