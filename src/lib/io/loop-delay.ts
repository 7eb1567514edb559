import { monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION_MS = 20
const WINDOW_MS = 10_000
const NS_PER_MS = 1_000_000

const rounded = (ms: number): number => Math.round(ms * 100) / 100

/** Starts measuring how late the event loop is; the function returns the 99th percentile of the last 10 to 20 s in milliseconds. */
export const loopDelay = (): (() => number) => {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  histogram.enable()
  let windowStartMs = performance.now()
  let lastMs = 0
  // The histogram holds the distance of two probes, not what is above their interval.
  const seenMs = (): number => (histogram.count === 0 ? 0 : Math.max(0, histogram.percentile(99) / NS_PER_MS - RESOLUTION_MS))
  return () => {
    const nowMs = seenMs()
    const p99Ms = Math.max(lastMs, nowMs)
    if (performance.now() - windowStartMs > WINDOW_MS) {
      lastMs = nowMs
      windowStartMs = performance.now()
      histogram.reset()
    }
    return rounded(p99Ms)
  }
}
