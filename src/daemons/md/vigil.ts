import { msToUs } from '../../lib/base/time.ts'
import { resubscribe } from './controls.ts'
import type { Line } from './line.ts'
import { confirm } from './refresh.ts'
import { silenceOf } from './silence.ts'
import { wantSnapshot } from './snapshots.ts'
import type { Step } from './state.ts'
import { sync } from './sync.ts'

/** The stream does not bring what happens: its book is given up, and it begins again. */
const beginAgain = (step: Step, line: Line): void => {
  sync.lose(step, line, 'the stream of the symbol is silent')
  resubscribe(step, line)
}

/**
 * A snapshot that no diff reaches in time is given up. When it is ahead of a valid book, or of another one before it, the market moves
 * and the stream does not tell: true. Where nothing moves the next one will be the same, and then needs no diff.
 */
const isOvertaken = (step: Step, line: Line): boolean => {
  const { held, seenId, state } = line
  if (held === null || step.nowUs - line.heldUs < msToUs(step.state.config.requestTimeoutMs)) return false
  line.held = null
  line.seenId = held.lastId
  if (state === 'valid' || (seenId > 0 && held.lastId > seenId)) return true
  wantSnapshot(step, line)
  return false
}

/** A still market and a dead stream look the same until somebody asks the venue. */
const onSilence = (step: Step, line: Line, kind: 'moved' | 'still'): void => {
  line.silences += 1
  line.heardUs = step.nowUs
  if (kind === 'moved' || step.venue.traits.proof !== 'sequence') beginAgain(step, line)
  else if (line.state === 'valid') confirm(step, line)
}

/** Looks after a stream that falls silent alone, while its connection lives. */
export const watchStream = (step: Step, line: Line): void => {
  if (isOvertaken(step, line)) beginAgain(step, line)
  const kind = silenceOf(step, line)
  if (kind !== null) onSilence(step, line, kind)
}
