import t from 'tap'
import { createKernel } from '../../../src/lib/world/kernel.ts'
import { virtualClock } from '../../../src/lib/world/virtual-clock.ts'

t.test('rises from call to call, while the monotonic clock stands with the world', async (t) => {
  const clock = virtualClock(createKernel(1_000))
  t.same([clock.nowUs(), clock.nowUs(), clock.nowUs()], [1_000, 1_001, 1_002])
  t.same([clock.monoUs(), clock.monoUs()], [1_000, 1_000])
})

t.test('follows the world when that is ahead', async (t) => {
  const kernel = createKernel(1_000)
  const clock = virtualClock(kernel)
  clock.nowUs()
  kernel.run(5_000)
  t.equal(clock.nowUs(), 5_000)
})

t.test('calls when it is due, defers behind what is queued, and cancels', async (t) => {
  const kernel = createKernel(0)
  const clock = virtualClock(kernel)
  const seen: string[] = []
  clock.after(0, () => seen.push('now'))
  clock.defer(() => seen.push('deferred'))
  clock.after(10, () => seen.push('later'))
  clock.after(10, () => seen.push('never'))()
  t.same(seen, [])
  kernel.run(0)
  t.same(seen, ['now', 'deferred'])
  kernel.run(10)
  t.same(seen, ['now', 'deferred', 'later'])
})

t.test('is silent once it is stopped', async (t) => {
  const kernel = createKernel(0)
  const [dead, other] = [virtualClock(kernel), virtualClock(kernel)]
  const seen: string[] = []
  dead.after(10, () => seen.push('dead'))
  dead.defer(() => seen.push('dead'))
  other.after(10, () => seen.push('other'))
  dead.stop()
  kernel.run(100)
  t.same(seen, ['other'])
})
