import t from 'tap'
import { fail, ok } from '../../../src/lib/base/result.ts'

t.test('says whether it went well, and what came of it', async (t) => {
  t.same(ok(5), { ok: true, value: 5 })
  t.same(fail('too large'), { ok: false, error: 'too large' })
})
