import { setFlagsFromString } from 'node:v8'
import type { Cancel, Clock } from '../ports/clock.ts'
import { libc } from './libc.ts'

/** By then a daemon has loaded, compiled and synchronised what it needs: most of its free memory is from that. */
const FIRST_US = 10_000_000
const EVERY_US = 10_000_000
/** Part of what lives that may come on top of it before all is collected; the engine's own measure lets a small heap grow by half. */
const GROWTH_PERCENT = 20

/** Gives memory that the C library keeps free back to the kernel, 10 s after the start and then every 10 s; the first time takes two milliseconds, the others less than one. */
export const returnFreeMemory = (clock: Clock, trim = (): void => libc().trim()): Cancel => {
  let cancel: Cancel
  const next = (): void => {
    cancel = clock.after(EVERY_US, next)
    trim()
  }
  cancel = clock.after(FIRST_US, next)
  return () => cancel()
}

/** Collects the heap of this process earlier than the engine would: for a daemon whose short-lived messages outlive the young heap. */
export const limitHeapGrowth = (): void => setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`)
