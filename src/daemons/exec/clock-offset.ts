/** Distance of the venue's clock from ours, from round trips of a question for its time. */
export interface ClockOffset {
  /** Newest last, at most three: microseconds to add to our clock. */
  readonly samples: readonly number[]
  /** When the newest sample was heard; 0 without any. */
  readonly heardUs: number
}

export const SAMPLES_COUNT = 3
const SPREAD_US_MAX = 500_000
const DRIFT_US_MAX = 250_000

export const noOffset: ClockOffset = { samples: [], heardUs: 0 }

/** Adds the round trip of one question: the venue's milliseconds, and when we asked and heard. */
export const addSample = (clock: ClockOffset, venueMs: number, trip: { readonly askedUs: number; readonly heardUs: number }): ClockOffset => {
  const offsetUs = Math.round(venueMs * 1000 - (trip.askedUs + trip.heardUs) / 2)
  return { samples: [...clock.samples, offsetUs].slice(-SAMPLES_COUNT), heardUs: trip.heardUs }
}

const sorted = (clock: ClockOffset): number[] => [...clock.samples].sort((a, b) => a - b)

/** Median of the samples in microseconds; 0 without any. */
const offsetUs = (clock: ClockOffset): number => {
  const values = sorted(clock)
  return values[Math.floor(values.length / 2)] ?? 0
}

/** False when the samples contradict each other so much that no signature can be trusted to be in time. */
export const isSteady = (clock: ClockOffset): boolean => {
  const values = sorted(clock)
  return (values.at(-1) ?? 0) - (values[0] ?? 0) <= SPREAD_US_MAX
}

/** Why no order may be signed by this clock, in words; null when it may. Equality passes. */
export const clockFault = (clock: ClockOffset, nowUs: number, ageUsMax: number): string | null => {
  const newest = clock.samples.at(-1)
  const ageUs = nowUs - clock.heardUs
  if (newest === undefined) return 'the clock of the venue was never read'
  if (ageUs > ageUsMax) return `the clock of the venue was read ${Math.floor(ageUs / 1000)} ms ago, more than ${ageUsMax / 1000} ms`
  const driftUs = Math.abs(newest - offsetUs(clock))
  return driftUs > DRIFT_US_MAX ? `the clock of the venue moved by ${Math.ceil(driftUs / 1000)} ms against ours, more than ${DRIFT_US_MAX / 1000} ms` : null
}

/** The venue's time in milliseconds at one of our microseconds. */
export const venueMsAt = (clock: ClockOffset, nowUs: number): number => Math.floor((nowUs + offsetUs(clock)) / 1000)
