import { setTimeout as sleep } from 'node:timers/promises'
import { isTradeError, TradeError } from '../base/errors.ts'
import { rfc3339Ms } from '../io/calendar.ts'
import { stopwatch } from '../io/stopwatch.ts'
import { durationMs } from './duration.ts'
import { EXIT } from './exit.ts'

const US_PER_MS = 1_000
const SPEED_MAX = 1_000
/** Shorter waits are not worth a timer. */
const WAIT_MS_MIN = 5
const MOMENTS = 'a time like 2024-08-08T23:55:00Z, or a span from the start like 30s'

/** Factor of a replay's speed; Infinity for `max`. */
export const speedOf = (text: string): number => {
  const speed = text === 'max' ? Number.POSITIVE_INFINITY : Number(text)
  if (speed > 0 && (speed <= SPEED_MAX || text === 'max')) return speed
  throw new TradeError('USAGE', `'--speed' '${text}' is not accepted`, { exit: EXIT.usage, hint: `a number above 0, at most ${SPEED_MAX}, or max` })
}

const spanUs = (text: string, flag: string): number => {
  try {
    return durationMs(text, flag) * US_PER_MS
  } catch (error) {
    if (!isTradeError(error)) throw error
    throw new TradeError('USAGE', `'--${flag}' '${text}' is no moment of a recording`, { exit: EXIT.usage, hint: MOMENTS })
  }
}

const pointUs = (text: string, startUs: number, flag: string): number => {
  const ms = rfc3339Ms(text)
  return Number.isNaN(ms) ? startUs + spanUs(text, flag) : ms * US_PER_MS
}

/** A part of a recording, both moments included. */
export interface Part {
  readonly fromUs: number
  readonly toUs: number
}

/** Between two moments of a recording that begins at `startUs`: times of day as RFC 3339, or spans from the start such as 30s; `to` 0 is the end. */
export const partOf = ({ from, to }: { readonly from: string; readonly to: string }, startUs: number): Part => {
  const part = { fromUs: from === '0' ? startUs : pointUs(from, startUs, 'from'), toUs: pointUs(to, startUs, 'to') }
  if (part.fromUs <= part.toUs && part.toUs >= startUs) return part
  const problem = part.toUs < startUs ? 'is before the recording begins' : `is before '--from' '${from}'`
  throw new TradeError('USAGE', `'--to' '${to}' ${problem}`, { exit: EXIT.usage, hint: MOMENTS })
}

/** Throws when a part begins after a recording that lasts so long, and shows nothing of it. */
export const checkFrom = ({ fromUs }: Part, from: string, extent: { readonly startUs: number; readonly endUs: number }): void => {
  if (fromUs <= extent.endUs) return
  const seconds = ((extent.endUs - extent.startUs) / US_PER_MS / 1_000).toFixed(1)
  throw new TradeError('USAGE', `'--from' '${from}' is after the end of the recording`, { exit: EXIT.usage, hint: `the recording lasts ${seconds}s` })
}

/** Waits until a moment of the recording is due, counted from the first one that was asked for. */
export const pacer = (speed: number): ((atUs: number) => Promise<void>) => {
  const elapsedMs = stopwatch()
  let firstUs: number | null = null
  return async (atUs) => {
    if (speed === Number.POSITIVE_INFINITY) return
    firstUs ??= atUs
    const waitMs = (atUs - firstUs) / US_PER_MS / speed - elapsedMs()
    if (waitMs >= WAIT_MS_MIN) await sleep(waitMs)
  }
}
