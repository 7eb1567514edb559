import t from 'tap'
import { violation } from '../../../src/lib/verify/violation.ts'

t.test('names the promise, what was seen, and where', async (t) => {
  t.strictSame(violation('O1', 'accepted without a SEND', 'truth record 3'), { id: 'O1', what: 'accepted without a SEND', where: 'truth record 3' })
})
