import t from 'tap'
import { rotation } from '../../../src/lib/cli/rotation.ts'

t.test('reads a size, a time, or never', async (t) => {
  const never = Number.POSITIVE_INFINITY
  t.strictSame(rotation('2MiB'), { rotateBytes: 2_097_152, rotateMs: never })
  t.strictSame(rotation('1h'), { rotateBytes: never, rotateMs: 3_600_000 })
  t.strictSame(rotation('0'), { rotateBytes: never, rotateMs: never })
  for (const text of ['0GiB', '1GB', 'often']) t.throws(() => rotation(text), { code: 'USAGE' }, text)
})
