import { setTimeout as delay } from 'node:timers/promises'

type Wait = { readonly withinMs?: number; readonly everyMs?: number }

/** Polls with a real timer until `check` gives a value; the only place of the suite that waits for real time. */
export const until = async <T>(
  what: string,
  check: () => T | undefined | null | false | Promise<T | undefined | null | false>,
  { withinMs = 10_000, everyMs = 10 }: Wait = {},
): Promise<T> => {
  const endMs = performance.now() + withinMs
  for (;;) {
    const value = await check()
    if (value !== undefined && value !== null && value !== false) return value
    if (performance.now() > endMs) throw new Error(`'${what}' did not happen within ${withinMs} ms`)
    await delay(everyMs)
  }
}
