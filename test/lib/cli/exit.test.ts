import t from 'tap'
import { EXIT } from '../../../src/lib/cli/exit.ts'

t.test('gives every kind of end its own documented code', async (t) => {
  t.strictSame(Object.values(EXIT), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 65, 70, 75, 78, 130])
  t.match(EXIT, { ok: 0, bug: 1, usage: 2, notRunning: 3, unknown: 7, failed: 8, held: 10, data: 65, temporary: 75, config: 78 })
})
