import type { Cancel, Clock } from '../ports/clock.ts'
import { libc } from './libc.ts'

/** By then a daemon has loaded, compiled and synchronised what it needs: most of its free memory is from that. */
const FIRST_US = 10_000_000
const EVERY_US = 60_000_000

/** Gives memory that the C library keeps free back to the kernel, 10 s after the start and then every minute; each time takes a millisecond or two. */
export const returnFreeMemory = (clock: Clock, trim = (): void => libc().trim()): Cancel => {
  let cancel: Cancel
  const next = (): void => {
    cancel = clock.after(EVERY_US, next)
    trim()
  }
  cancel = clock.after(FIRST_US, next)
  return () => cancel()
}
