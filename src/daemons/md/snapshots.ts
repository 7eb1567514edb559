import { msToUs } from '../../lib/base/time.ts'
import { nextWaitUs } from './backoff.ts'
import type { Line, Step } from './state.ts'

const timerOf = ({ symbol }: Line): string => `depth:${symbol}`

const arm = ({ state, nowUs, emit }: Step, line: Line, waitUs: number): void => {
  line.attempts.armed = true
  emit({ type: 'timer.set', id: timerOf(line), afterUs: Math.max(waitUs, state.pausedUntilUs - nowUs) })
}

const send = (step: Step, line: Line): void => {
  const { state, venue, emit } = step
  state.requests += 1
  state.counts.snapshots += 1
  line.requestId = `depth:${line.symbol}:${state.requests}`
  emit({ type: 'venue.request', id: line.requestId, request: venue.snapshot(line.symbol), timeoutUs: msToUs(state.config.requestTimeoutMs) })
}

const isWanted = (line: Line): boolean => line.connected && line.state !== 'valid' && line.held === null && line.requestId === null

/** Asks for a snapshot: the first time at once, then ever later; never while one is under way. */
export const wantSnapshot = (step: Step, line: Line): void => {
  if (!isWanted(line) || line.attempts.armed) return
  if (line.attempts.count > 0 || step.nowUs < step.state.pausedUntilUs) arm(step, line, nextWaitUs(step.state, line.attempts))
  else {
    line.attempts.count = 1
    send(step, line)
  }
}

/** The wait for the next attempt is over. */
export const retrySnapshot = (step: Step, line: Line): void => {
  line.attempts.armed = false
  if (!isWanted(line)) return
  if (step.nowUs < step.state.pausedUntilUs) arm(step, line, 0)
  else send(step, line)
}

/** A line that lost its connection waits for nothing. */
export const forgetSnapshot = ({ emit }: Step, line: Line): void => {
  if (line.attempts.armed) emit({ type: 'timer.clear', id: timerOf(line) })
  line.attempts.armed = false
  line.attempts.count = 0
}
