/** Distance of the venue's clock from ours, from round trips of a question for its time. */
export interface ClockOffset {
  /** Newest last, at most three: microseconds to add to our clock. */
  readonly samples: readonly number[]
  /** When the newest sample was heard; 0 without any. */
  readonly heardUs: number
}

export const SAMPLES_COUNT = 3
const SPREAD_US_MAX = 500_000

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

/** The venue's time in milliseconds at one of our microseconds. */
export const venueMsAt = (clock: ClockOffset, nowUs: number): number => Math.floor((nowUs + offsetUs(clock)) / 1000)
