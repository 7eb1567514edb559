/** Starts to measure; each call of the result is the time since then, milliseconds. */
export const stopwatch = (): (() => number) => {
  const startMs = performance.now()
  return () => performance.now() - startMs
}
