import t from 'tap'
import { pacer, pointUs, speedOf } from '../../../src/lib/cli/replay-pace.ts'
import { stopwatch } from '../../../src/lib/io/stopwatch.ts'

t.test('reads a speed', async (t) => {
  t.strictSame(['0.5', '10', 'max'].map(speedOf), [0.5, 10, Number.POSITIVE_INFINITY])
  for (const text of ['0', '-1', '1001', 'fast', 'Infinity']) t.throws(() => speedOf(text), { message: /is not accepted/ }, text)
})

t.test('reads a point as a time of day or as a span from the start', async (t) => {
  t.equal(pointUs('30s', 1_000, 'from'), 30_001_000)
  t.equal(pointUs('0', 1_000, 'to'), Number.POSITIVE_INFINITY)
  t.equal(pointUs('2024-08-08T23:54:13Z', 1, 'from'), 1_723_161_253_000_000)
  t.throws(() => pointUs('soon', 0, 'from'), { message: /no duration/ })
})

t.test('waits for the recorded gap divided by the speed, at most speed for nothing', async (t) => {
  const elapsedMs = stopwatch()
  const pace = pacer(10)
  await pace(1_000_000)
  await pace(2_000_000)
  t.ok(elapsedMs() >= 99, `${elapsedMs()} ms`)
  await pacer(Number.POSITIVE_INFINITY)(9_000_000_000)
  t.ok(elapsedMs() < 5_000)
})
