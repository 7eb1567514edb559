import { setTimer, type Turn } from './turn.ts'

const RETRY_US = 250_000
const RETRY_US_MAX = 10_000_000

/** Comes back to `startReconcile` after a pause that doubles from failure to failure. */
export const retryReconcile = (turn: Turn): void => {
  const { state } = turn
  setTimer(turn, 'recon.retry', Math.min(RETRY_US_MAX, RETRY_US * 2 ** Math.min(state.failedRunCount, 10)))
  state.failedRunCount += 1
}
