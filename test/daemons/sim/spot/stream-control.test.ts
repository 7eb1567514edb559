import t from 'tap'
import { answerTo, type Listener, parseControl } from '../../../../src/daemons/sim/spot/stream-control.ts'

const listener = (): Listener => ({ combined: false, isMicro: false, secondUs: 0, messageCount: 0, streams: new Set() })
const limits = { streamsCount: 2, messagesPerS: 5 }

t.test('reads a message or answers why not', async (t) => {
  t.strictSame(parseControl('{"method":"SUBSCRIBE","params":["a@trade"],"id":1}'), { method: 'SUBSCRIBE', params: ['a@trade'], id: 1 })
  t.match(parseControl('{"method":"SUBSCRIBE","id":[1]}'), /"code":2/)
  t.match(parseControl('nonsense'), /"code":3/)
})

t.test('changes the subscriptions of a listener within its limit', async (t) => {
  const one = listener()
  t.strictSame(answerTo(one, { method: 'SUBSCRIBE', params: ['a@trade', 'b@trade'], id: 1 }, limits), { result: null })
  t.match(answerTo(one, { method: 'SUBSCRIBE', params: ['c@trade'], id: 1 }, limits), { code: 2 })
  t.strictSame(answerTo(one, { method: 'LIST_SUBSCRIPTIONS', params: [], id: 1 }, limits), { result: ['a@trade', 'b@trade'] })
})
