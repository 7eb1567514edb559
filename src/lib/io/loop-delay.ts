import { monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION_MS = 10
const NS_PER_MS = 1_000_000

/** Starts measuring how late the event loop is; the function returns the 99th percentile in milliseconds so far. */
export const loopDelay = (): (() => number) => {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  return () => Math.round((delay.percentile(99) / NS_PER_MS) * 100) / 100
}
