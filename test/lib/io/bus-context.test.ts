import t from 'tap'
import { newCounters, pack, refusal } from '../../../src/lib/io/bus-context.ts'

t.test('packs what fits and says why it does not', (t) => {
  t.match(pack({ a: 1 }, 10), { ok: true })
  t.strictSame(pack('x'.repeat(20), 10), { ok: false, error: 'frame of 21 bytes is above the limit 10' })
  t.match(pack(Number.NaN, 10), { ok: false, error: /not finite/ })
  t.end()
})

t.test('starts every counter at zero, for each bus anew', (t) => {
  const first = newCounters()
  t.ok(Object.values(first).every((count) => count === 0) && Object.keys(first).length > 10)
  first.late = 1
  t.equal(newCounters().late, 0)
  t.strictSame(refusal('TIMEOUT', 'retry', 'no answer'), { ok: false, error: { code: 'TIMEOUT', category: 'retry', message: 'no answer' } })
  t.end()
})
