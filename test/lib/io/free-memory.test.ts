import t from 'tap'
import { epochUs, monoUs } from '../../../src/lib/base/units.ts'
import { limitHeapGrowth, returnFreeMemory } from '../../../src/lib/io/free-memory.ts'
import { libc } from '../../../src/lib/io/libc.ts'
import type { Clock } from '../../../src/lib/ports/clock.ts'

t.test('gives memory back 10 s after the start and then every 10 s, until it is canceled', async (t) => {
  const timers: { readonly dueUs: number; fn: (() => void) | null }[] = []
  let nowUs = 0
  const clock: Clock = {
    nowUs: () => epochUs(nowUs),
    monoUs: () => monoUs(nowUs),
    after: (us, fn) => {
      const timer: { dueUs: number; fn: (() => void) | null } = { dueUs: nowUs + us, fn }
      timers.push(timer)
      return () => {
        timer.fn = null
      }
    },
    defer: (fn) => fn(),
  }
  const trimmedS: number[] = []
  const cancel = returnFreeMemory(clock, () => trimmedS.push(nowUs / 1_000_000))
  const next = (): void => {
    const timer = timers.shift()
    nowUs = timer?.dueUs ?? nowUs
    timer?.fn?.()
  }
  for (let turn = 0; turn < 3; turn++) next()
  t.strictSame(trimmedS, [10, 20, 30])
  cancel()
  next()
  t.strictSame(trimmedS, [10, 20, 30])
})

t.test('the C library is asked by default, and is there to be asked', async (t) => {
  t.doesNotThrow(() => libc().trim())
})

t.test('the engine takes the limit of growth', async (t) => {
  t.doesNotThrow(limitHeapGrowth)
})
