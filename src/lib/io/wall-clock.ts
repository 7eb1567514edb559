import type { Cancel, Clock } from '../ports/clock.ts'

const EVERY_US = 1_000_000
const STEP_US_MIN = 50_000

export interface WallClockWatch {
  readonly clock: Clock
  /** The wall clock moved by `stepUs` against the steady one within a second. */
  readonly onStep: (stepUs: number) => void
  /** Milliseconds of the wall clock. */
  readonly wallMs?: () => number
}

/** Compares the wall clock with the steady one each second; a difference that changes by more than 50 ms is a step, slow slewing is none. */
export const watchWallClock = ({ clock, onStep, wallMs = Date.now }: WallClockWatch): Cancel => {
  const aheadUs = (): number => wallMs() * 1_000 - clock.nowUs()
  let lastUs = aheadUs()
  const look = (): void => {
    const seenUs = aheadUs()
    const stepUs = seenUs - lastUs
    lastUs = seenUs
    cancel = clock.after(EVERY_US, look)
    if (Math.abs(stepUs) > STEP_US_MIN) onStep(stepUs)
  }
  let cancel = clock.after(EVERY_US, look)
  return () => cancel()
}
