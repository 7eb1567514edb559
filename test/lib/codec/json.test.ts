import t from 'tap'
import { fromLine, toLine } from '../../../src/lib/codec/json.ts'

t.test('writes one record a line', async (t) => {
  t.equal(toLine({ v: 1, note: 'two\nlines' }), '{"v":1,"note":"two\\nlines"}\n')
})

t.test('refuses a bigint', async (t) => {
  t.throws(() => toLine({ qty: 1n }), { name: 'TypeError' })
})

t.test('reads a line back', async (t) => {
  t.strictSame(fromLine(toLine({ price: '1.5' })), { ok: true, value: { price: '1.5' } })
})

t.test('names a malformed line without throwing', async (t) => {
  t.match(fromLine('{"price":'), { ok: false, error: /^malformed json: / })
})
