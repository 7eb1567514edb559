/** A pace: one unit every `intervalUs`, at most `burstCount` at once. */
export interface Pace {
  /** Whole microseconds, at least 1. */
  readonly intervalUs: number
  /** At least 1. */
  readonly burstCount: number
}

/** `tatUs` is the theoretical arrival time, the only state; a refusal leaves it and says how long to wait. */
export type Grant = { readonly granted: true; readonly tatUs: number } | { readonly granted: false; readonly tatUs: number; readonly retryAfterUs: number }

/** Interval of a rate, rounded up so that the rate is never exceeded. */
export const paceOf = (perS: number, burstCount: number): Pace => ({ intervalUs: Math.ceil(1_000_000 / perS), burstCount })

/** Generic cell rate algorithm on whole microseconds: asks for `weight` units at `nowUs`. */
export const grant = ({ intervalUs, burstCount }: Pace, tatUs: number, { nowUs, weight = 1 }: { nowUs: number; weight?: number }): Grant => {
  const nextUs = Math.max(tatUs, nowUs) + weight * intervalUs
  const overUs = nextUs - nowUs - burstCount * intervalUs
  return overUs > 0 ? { granted: false, tatUs, retryAfterUs: overUs } : { granted: true, tatUs: nextUs }
}
