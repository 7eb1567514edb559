import t from 'tap'
import { faultedCall, isCallAnswer } from '../../../../src/daemons/sim/faults/calls.ts'

const ERROR = { status: 429, code: -1003, text: 'busy', waitS: 2 }
const API = { address: 'b', isApi: true }

t.test('answers a request with an error and the time to wait', async (t) => {
  const call = faultedCall({ type: 'http.request', requestId: 'r1', method: 'GET', path: '/api/v3/depth', query: '', headers: {}, body: '', address: 'a' }, API)
  t.match(call, { key: 'r1', kind: 'snapshots', address: 'a' })
  t.strictSame(call?.refuse(ERROR, 0), {
    type: 'http.respond',
    requestId: 'r1',
    status: 429,
    headers: { 'retry-after': '2' },
    body: '{"code":-1003,"msg":"busy"}',
  })
})

t.test('answers a frame of the WebSocket API under its id', async (t) => {
  const frame = { type: 'socket.text', socketId: 's1', text: '{"id":"x","method":"order.place","params":{}}' } as const
  const call = faultedCall(frame, API)
  t.match(call, { key: 's1', kind: 'orders', address: 'b' })
  const out = call?.refuse(ERROR, 1_000)
  t.match(out?.type === 'socket.send' && JSON.parse(out.text), {
    id: 'x',
    status: 429,
    error: { code: -1003, msg: 'busy', data: { serverTime: 1_000, retryAfter: 3_000 } },
  })
  t.match(faultedCall({ ...frame, text: 'nonsense' }, API)?.kind, 'other')
  t.equal(faultedCall(frame, { ...API, isApi: false }), null)
  t.equal(faultedCall({ type: 'feed.ended' }, API), null)
  t.strictSame([isCallAnswer('{"id":1,"status":200}'), isCallAnswer('{"subscriptionId":0}')], [true, false])
})
