import t from 'tap'
import { isShutdown, readApiAnswer } from '../../../../src/lib/venues/binance/api-answers.ts'

const limits = [
  { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6000, count: 70 },
  { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 100, count: 3 },
  { rateLimitType: 'RAW_REQUESTS', interval: 'MINUTE', intervalNum: 5, limit: 61000, count: 9 },
]

t.test('a result reads like an answer of REST', async (t) => {
  t.same(readApiAnswer(JSON.stringify({ id: 7, status: 200, result: { orderId: 1 }, rateLimits: limits })), {
    id: 7,
    status: 200,
    headers: { 'x-mbx-used-weight-1m': '70', 'x-mbx-order-count-10s': '3' },
    body: '{"orderId":1}',
  })
})

t.test('an error keeps its code, and the time until which to be silent becomes seconds', async (t) => {
  const error = { code: -1003, msg: 'Too many', data: { serverTime: 1_000, retryAfter: 3_500 } }
  t.match(readApiAnswer(JSON.stringify({ id: 1, status: 429, error })), { status: 429, headers: { 'retry-after': '3' } })
  t.match(JSON.parse(readApiAnswer(JSON.stringify({ id: 1, status: 429, error }))?.body ?? ''), { code: -1003, msg: 'Too many' })
})

t.test('events and other texts are no answers', async (t) => {
  for (const text of ['', '[]', '7', 'x', '{"subscriptionId":0,"event":{}}', '{"id":null,"status":401}', '{"id":1}']) t.equal(readApiAnswer(text), null, text)
})

t.test('the announced end of a connection is known', async (t) => {
  t.ok(isShutdown('{"event":{"e":"serverShutdown","E":1770123456789}}'))
  t.notOk(isShutdown('{"id":1,"status":200,"result":{}}'))
})
