import type { ClockOffset } from './clock-offset.ts'

const DRIFT_US_MAX = 250_000

const medianOf = (samples: readonly number[]): number => [...samples].sort((a, b) => a - b)[Math.floor(samples.length / 2)] ?? 0

/** Why no order may be signed by this clock, in words; null when it may. Equality passes. */
export const clockFault = (clock: ClockOffset, nowUs: number, ageUsMax: number): string | null => {
  const newest = clock.samples.at(-1)
  const ageUs = nowUs - clock.heardUs
  if (newest === undefined) return 'the clock of the venue was never read'
  if (ageUs > ageUsMax) return `the clock of the venue was read ${Math.floor(ageUs / 1000)} ms ago, more than ${ageUsMax / 1000} ms`
  const driftUs = Math.abs(newest - medianOf(clock.samples))
  return driftUs > DRIFT_US_MAX ? `the clock of the venue moved by ${Math.ceil(driftUs / 1000)} ms against ours, more than ${DRIFT_US_MAX / 1000} ms` : null
}
