import process from 'node:process'
import { type EpochUs, epochUs, type MonoUs, monoUs } from '../base/units.ts'
import type { Cancel, Clock } from '../ports/clock.ts'

const US_PER_MS = 1_000
/** Node fires a longer timer at once. */
const TIMER_MS_MAX = 2_147_483_647

const readMonoUs = (): MonoUs => {
  const [seconds, nanoseconds] = process.hrtime()
  return monoUs(seconds * 1_000_000 + nanoseconds / 1_000)
}

const after = (delayUs: number, fn: () => void): Cancel => {
  if (delayUs <= 0) {
    const immediate = setImmediate(fn)
    return () => clearImmediate(immediate)
  }
  const dueUs = readMonoUs() + delayUs
  // Node counts from its cached loop time, so a timer may come early; it is set again for the rest.
  const arm = (): NodeJS.Timeout => setTimeout(fire, Math.min(TIMER_MS_MAX, Math.max(0, Math.ceil((dueUs - readMonoUs()) / US_PER_MS))))
  const fire = (): void => {
    if (readMonoUs() < dueUs) timer = arm()
    else fn()
  }
  let timer = arm()
  return () => clearTimeout(timer)
}

/**
 * The host's clock. `nowUs` starts from the wall clock at the start of the process and runs with the monotonic one;
 * with a floor in the future it starts just above the floor and runs on at normal speed.
 */
export const systemClock = ({ floorUs = 0 }: { readonly floorUs?: number } = {}): Clock => {
  const originUs = Math.floor(performance.timeOrigin * US_PER_MS)
  const steadyUs = (): number => originUs + Math.floor(performance.now() * US_PER_MS)
  const shiftUs = Math.max(0, floorUs + 1 - steadyUs())
  let lastUs = floorUs
  const nowUs = (): EpochUs => {
    lastUs = Math.max(lastUs + 1, steadyUs() + shiftUs)
    return epochUs(lastUs)
  }
  return { nowUs, monoUs: readMonoUs, after, defer: (fn) => void setImmediate(fn) }
}
