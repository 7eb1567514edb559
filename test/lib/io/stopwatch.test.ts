import t from 'tap'
import { stopwatch } from '../../../src/lib/io/stopwatch.ts'

t.test('measures from its start and never runs back', async (t) => {
  const elapsedMs = stopwatch()
  const first = elapsedMs()
  t.ok(first >= 0 && first < 1_000, `${first} ms`)
  t.ok(elapsedMs() >= first)
})
