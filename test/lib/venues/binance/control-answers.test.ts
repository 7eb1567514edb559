import t from 'tap'
import { answerOf } from '../../../../src/lib/venues/binance/control-answers.ts'

t.test('tells a done message from a refused one, and an answer to nobody from both', async (t) => {
  t.strictSame(answerOf({ result: null, id: 3 }), { type: 'answered', id: 3, problem: null })
  t.match(answerOf({ error: { code: 2, msg: 'Invalid request' }, id: 3 }), { type: 'answered', id: 3, problem: /Invalid request/ })
  t.match(answerOf({ code: 2, msg: 'Invalid request', id: 4 }), { id: 4, problem: /Invalid request/ })
  for (const id of ['text', -1, 1.5, 1e300]) t.strictSame(answerOf({ result: ['a'], id }), { type: 'ignored' })
  t.throws(() => answerOf({ id: 3 }), { message: /neither an event nor an answer/ })
})
