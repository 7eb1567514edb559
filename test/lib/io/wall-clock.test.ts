import t from 'tap'
import { epochUs, monoUs } from '../../../src/lib/base/units.ts'
import { watchWallClock } from '../../../src/lib/io/wall-clock.ts'
import type { Clock } from '../../../src/lib/ports/clock.ts'

/** Time that moves when the test says so, with one timer. */
const handClock = () => {
  let nowUs = 1_000_000_000
  let timer: (() => void) | undefined
  const clock: Clock = {
    nowUs: () => epochUs(nowUs),
    monoUs: () => monoUs(nowUs),
    after: (_, fn) => {
      timer = fn
      return () => {
        timer = undefined
      }
    },
    defer: (fn) => fn(),
  }
  const second = (): void => {
    nowUs += 1_000_000
    timer?.()
  }
  return { clock, second, nowMs: () => nowUs / 1_000 }
}

t.test('reports each step above 50 ms once, forward and back', (t) => {
  const { clock, second, nowMs } = handClock()
  const steps: number[] = []
  let aheadMs = 0
  const cancel = watchWallClock({ clock, onStep: (stepUs) => steps.push(stepUs), wallMs: () => nowMs() + aheadMs })
  for (const wish of [0, 50, 3_600_050, 3_600_050, 0]) {
    aheadMs = wish
    second()
  }
  t.strictSame(steps, [3_600_000_000, -3_600_050_000])
  cancel()
  aheadMs = 9_000
  second()
  t.equal(steps.length, 2, 'nothing after the cancel')
  t.end()
})

t.test('calls slow slewing no step, however long it goes on', (t) => {
  const { clock, second, nowMs } = handClock()
  let seconds = 0
  watchWallClock({ clock, onStep: () => t.fail('no step'), wallMs: () => nowMs() + seconds * 0.5 })
  for (; seconds < 1_000; seconds++) second()
  t.equal(seconds, 1_000)
  t.end()
})

t.test('reads the wall clock of the host by default', (t) => {
  const { clock, second } = handClock()
  const steps: number[] = []
  watchWallClock({ clock, onStep: (stepUs) => steps.push(stepUs) })
  second()
  t.ok((steps[0] ?? 0) < -900_000, 'the hand clock went a second ahead of it')
  t.end()
})
