import t from 'tap'
import { loopDelay } from '../../../src/lib/io/loop-delay.ts'
import { until } from '../../kit/until.ts'

t.test('shows how late the loop was, and nothing before it has measured', async (t) => {
  const p99Ms = loopDelay()
  t.equal(p99Ms(), 0)
  const blockMs = 150
  await until('a block is seen', () => {
    const endMs = performance.now() + blockMs
    while (performance.now() < endMs) Math.sqrt(endMs)
    return p99Ms() > blockMs / 2
  })
  t.ok(p99Ms() < 5_000)
})
