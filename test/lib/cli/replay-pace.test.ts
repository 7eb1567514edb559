import t from 'tap'
import { checkFrom, pacer, partOf, speedOf } from '../../../src/lib/cli/replay-pace.ts'
import { stopwatch } from '../../../src/lib/io/stopwatch.ts'

t.test('reads a speed', async (t) => {
  t.strictSame(['0.5', '10', 'max'].map(speedOf), [0.5, 10, Number.POSITIVE_INFINITY])
  for (const text of ['0', '-1', '1001', 'fast', 'Infinity']) t.throws(() => speedOf(text), { message: /is not accepted/ }, text)
})

t.test('reads a part by times of day or by spans from the start', async (t) => {
  t.strictSame(partOf({ from: '30s', to: '0' }, 1_000), { fromUs: 30_001_000, toUs: Number.POSITIVE_INFINITY })
  t.strictSame(partOf({ from: '0', to: '1s' }, 1_000), { fromUs: 1_000, toUs: 1_001_000 })
  t.equal(partOf({ from: '2024-08-08T23:54:13Z', to: '0' }, 1).fromUs, 1_723_161_253_000_000)
})

t.test('refuses what is no moment, a part without time in it, and one beside the recording', async (t) => {
  const startUs = 1_723_161_253_000_000
  const parts: ReadonlyArray<readonly [from: string, to: string, message: RegExp]> = [
    ['soon', '0', /^'--from' 'soon' is no moment of a recording/],
    ['0s', 'late', /^'--to' 'late' is no moment/],
    ['90s', '30s', /^'--to' '30s' is before '--from' '90s'$/],
    ['2020-01-01T00:00:00Z', '2020-01-01T00:00:01Z', /is before the recording begins$/],
  ]
  for (const [from, to, message] of parts) t.throws(() => partOf({ from, to }, startUs), { exit: 2, message, hint: /a span from the start like 30s$/ })
  const extent = { startUs, endUs: startUs + 4_200_000 }
  checkFrom(partOf({ from: '4s', to: '0' }, startUs), '4s', extent)
  t.throws(() => checkFrom(partOf({ from: '5s', to: '0' }, startUs), '5s', extent), { exit: 2, message: /after the end/, hint: 'the recording lasts 4.2s' })
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
