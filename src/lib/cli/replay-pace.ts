import { setTimeout as sleep } from 'node:timers/promises'
import { TradeError } from '../base/errors.ts'
import { rfc3339Ms } from '../io/calendar.ts'
import { stopwatch } from '../io/stopwatch.ts'
import { durationMs } from './duration.ts'
import { EXIT } from './exit.ts'

const US_PER_MS = 1_000
const SPEED_MAX = 1_000
/** Shorter waits are not worth a timer. */
const WAIT_MS_MIN = 5

/** Factor of a replay's speed; Infinity for `max`. */
export const speedOf = (text: string): number => {
  const speed = text === 'max' ? Number.POSITIVE_INFINITY : Number(text)
  if (speed > 0 && (speed <= SPEED_MAX || text === 'max')) return speed
  throw new TradeError('USAGE', `'--speed' '${text}' is not accepted`, { exit: EXIT.usage, hint: `a number above 0, at most ${SPEED_MAX}, or max` })
}

/** A point of a recording that begins at `startUs`: a time of day as RFC 3339, or a span from the start such as 30s. */
export const pointUs = (text: string, startUs: number, flag: string): number => {
  const ms = rfc3339Ms(text)
  return Number.isNaN(ms) ? startUs + durationMs(text, flag) * US_PER_MS : ms * US_PER_MS
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
