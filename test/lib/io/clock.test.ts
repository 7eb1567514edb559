import process from 'node:process'
import t from 'tap'
import { systemClock } from '../../../src/lib/io/clock.ts'
import { until } from '../../kit/until.ts'

t.test('gives whole microseconds that grow from call to call', (t) => {
  const clock = systemClock()
  const times = Array.from({ length: 10_000 }, () => clock.nowUs())
  t.ok(times.every((us, index) => Number.isSafeInteger(us) && us > (times[index - 1] ?? 0)))
  t.ok(Math.abs((times.at(-1) ?? 0) / 1_000 - (performance.timeOrigin + performance.now())) < 100, 'near the wall clock of the start')
  t.end()
})

t.test('starts above a floor in the future and runs on at normal speed', async (t) => {
  const floorUs = systemClock().nowUs() + 3_600_000_000
  const clock = systemClock({ floorUs })
  const firstUs = clock.nowUs()
  const startMonoUs = clock.monoUs()
  t.ok(firstUs > floorUs && firstUs < floorUs + 1_000_000)
  await until('20 ms pass', () => clock.monoUs() - startMonoUs > 20_000)
  const passedUs = clock.nowUs() - firstUs
  t.ok(passedUs >= 19_000 && passedUs < 5_000_000, `${passedUs} us passed`)
})

t.test('reads the monotonic clock of the host', (t) => {
  const beforeUs = Number(process.hrtime.bigint()) / 1_000
  const monoUs = systemClock().monoUs()
  const afterUs = Number(process.hrtime.bigint()) / 1_000
  t.ok(beforeUs <= monoUs + 1 && monoUs <= afterUs + 1)
  t.end()
})

t.test('calls back once, in order and never early', async (t) => {
  const clock = systemClock()
  const startUs = clock.monoUs()
  const calls: Array<readonly [string, number]> = []
  const note = (name: string) => (): void => void calls.push([name, clock.monoUs() - startUs])
  clock.after(30_500, note('later'))
  clock.after(2_001, note('soon'))
  clock.after(0, note('zero'))
  clock.defer(note('deferred'))
  t.strictSame(calls, [], 'nothing inside the call')
  await until('all four', () => calls.length === 4)
  t.strictSame(calls.map(([name]) => name).sort(), ['deferred', 'later', 'soon', 'zero'])
  const at = new Map(calls)
  t.ok((at.get('soon') ?? 0) >= 2_001 && (at.get('later') ?? 0) >= 30_500)
})

t.test('calls nothing after a cancel, and takes delays beyond what Node can wait', async (t) => {
  const clock = systemClock()
  const calls: string[] = []
  const cancels = [clock.after(1_000, () => calls.push('short')), clock.after(0, () => calls.push('zero')), clock.after(1e13, () => calls.push('far'))]
  for (const cancel of cancels) cancel()
  for (const cancel of cancels) cancel()
  clock.after(60 * 24 * 3_600 * 1e6, () => calls.push('sixty days'))()
  await new Promise<void>((resolve) => clock.after(20_000, resolve))
  t.strictSame(calls, [])
})
