import { msToUs } from '../../lib/base/time.ts'
import type { Line } from './line.ts'
import type { Step } from './state.ts'

/** Usual gaps of a stream without which it is silent: when the market is seen to move, and when nothing is. */
const GAPS = { moved: 4, still: 20 } as const
/** Where nothing moves, a stream may rest longer than a connection. */
const STILL_FACTOR = 3
/** What moved the market so shortly after a diff may be in that diff. */
const SAME_MOVE_US = 500_000
const DOUBLINGS_MAX = 5
const MEDIAN_STEPS = 16
const LEAST_STEP_US = 1_000

/** The book's stream was heard: its usual gap is a running median that moves by a sixteenth at most. */
export const noteHeard = ({ nowUs }: Step, line: Line): void => {
  const gapUs = nowUs - line.heardUs
  const stepUs = Math.max(LEAST_STEP_US, line.medianGapUs / MEDIAN_STEPS)
  line.medianGapUs =
    line.medianGapUs === 0 ? gapUs : Math.max(0, line.medianGapUs + Math.sign(gapUs - line.medianGapUs) * Math.min(stepUs, Math.abs(gapUs - line.medianGapUs)))
  line.changedUs = line.heardUs = nowUs
  line.silences = 0
}

/** Another stream showed that the market moved. Only the first such move after a diff counts: from then on the book's stream owes one. */
export const noteMoved = ({ nowUs }: Step, line: Line): void => {
  if (line.movedUs <= line.heardUs && nowUs > line.heardUs + SAME_MOVE_US) line.movedUs = nowUs
}

/** The venue's best prices tell of an update that the stream has not brought; a trade may change no level that is shown. */
const isOwed = ({ tickerId, updateId }: Line): boolean => tickerId > updateId

/** What a stream that has been silent for too long tells: trades or best prices that came later prove that the market `moved`; else it may be `still`. Null: it is not silent. */
export const silenceOf = ({ state, nowUs }: Step, line: Line): 'moved' | 'still' | null => {
  const silenceUs = msToUs(state.config.silenceMs)
  const [kind, sinceUs] = line.movedUs > line.heardUs ? (['moved', line.movedUs] as const) : (['still', line.heardUs] as const)
  const gapsUs = kind === 'moved' && isOwed(line) ? 0 : GAPS[kind] * line.medianGapUs
  const limitUs = Math.max((kind === 'moved' ? 1 : STILL_FACTOR) * silenceUs, gapsUs)
  return line.connected && nowUs - sinceUs > limitUs * 2 ** Math.min(line.silences, DOUBLINGS_MAX) ? kind : null
}
