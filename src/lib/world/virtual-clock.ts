import { epochUs, monoUs } from '../base/units.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { Kernel } from './kernel.ts'

/** A daemon's clock in a world; `stop` silences every timer of a daemon that was killed. */
export interface VirtualClock extends Clock {
  stop(): void
}

export const virtualClock = (kernel: Kernel): VirtualClock => {
  let lastUs = 0
  let alive = true
  const after = (delayUs: number, fn: () => void): Cancel =>
    kernel.after(Math.max(0, delayUs), () => {
      if (alive) fn()
    })
  return {
    nowUs: () => {
      lastUs = Math.max(kernel.nowUs(), lastUs + 1)
      return epochUs(lastUs)
    },
    monoUs: () => monoUs(kernel.nowUs()),
    after,
    defer: (fn) => {
      after(0, fn)
    },
    stop: () => {
      alive = false
    },
  }
}
