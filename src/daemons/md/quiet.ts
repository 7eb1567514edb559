import type { Step } from './state.ts'

/** The venue takes no requests for so long: neither from us nor from who is started after us. */
export const keepQuiet = ({ state, nowUs, emit }: Step, pauseUs: number): void => {
  if (pauseUs <= 0) return
  state.budget.pause(nowUs, pauseUs)
  emit({ type: 'quiet.kept', untilUs: nowUs + state.budget.pausedUs(nowUs) })
}
