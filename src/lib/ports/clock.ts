import type { EpochUs, MonoUs } from '../base/units.ts'

/** Ends a subscription or a timer; calling it twice is harmless. */
export type Cancel = () => void

/** The only source of time. Virtual in worlds and backtests. */
export interface Clock {
  /** Microseconds since the epoch: never stepped, strictly increasing from call to call. */
  nowUs(): EpochUs
  /** The host's monotonic clock, comparable between processes of one host. */
  monoUs(): MonoUs
  /** Calls `fn` once after `delayUs` microseconds (at least 0). */
  after(delayUs: number, fn: () => void): Cancel
  /** Calls `fn` in the next turn, after what is already queued. */
  defer(fn: () => void): void
}
