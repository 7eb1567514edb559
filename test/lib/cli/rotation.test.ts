import t from 'tap'
import { rotation } from '../../../src/lib/cli/rotation.ts'

t.test('reads a size, a time, or never', async (t) => {
  const never = Number.POSITIVE_INFINITY
  t.strictSame(rotation('2MiB', 'day'), { rotateBytes: 2_097_152, rotateMs: never })
  t.strictSame(rotation('1h', 'day'), { rotateBytes: never, rotateMs: 3_600_000 })
  t.strictSame(rotation('0', '-'), { rotateBytes: never, rotateMs: never })
})

t.test('refuses with exit code 2 what is neither, and files where there are none', async (t) => {
  for (const text of ['0GiB', '1GB', 'often', '1x', '0s'])
    t.throws(() => rotation(text, 'day'), { code: 'USAGE', exit: 2, message: `'--rotate' '${text}' is no time or size`, hint: /1h.*1GiB/ }, text)
  t.throws(() => rotation('1h', '-'), { exit: 2, message: /standard output/ })
  t.throws(() => rotation('0', ''), { exit: 2, message: "'--out' is empty" })
})
