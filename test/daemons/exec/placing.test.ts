import t from 'tap'
import { Rig } from './rig.ts'

t.test('an approval that has expired is a denial', async (t) => {
  const rig = new Rig().start()
  rig.risk = () => 'hold'
  const id = rig.submit()
  const body = { verdict: 'allow', codes: [], policyVersion: 'p', riskSeq: 1, expiresUs: rig.nowUs + 100 }
  rig.later({ type: 'rpc.answered', id: `risk|${id}`, answer: { ok: true, body } }, 200)
  rig.run(5_000)
  t.match(rig.order(id), { status: 'DENIED', reason: 'APPROVAL_EXPIRED' })
})

t.test('an approval while exec is out of touch with the venue sends nothing', async (t) => {
  const rig = new Rig().start()
  rig.risk = () => 'hold'
  const id = rig.submit()
  rig.offer({ type: 'stream.closed', generation: rig.state.stream.generation, reason: 'gone' })
  rig.verdict(`risk|${id}`, 'allow')
  rig.run(5_000)
  t.match(rig.order(id), { status: 'DENIED', reason: 'NOT_READY' })
})

t.test('what leaves is exactly the order, with its deadline', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit({ type: 'limitMaker', price: '100.50', qty: '0.10' })
  rig.run(10_000)
  const [sent] = rig.of('order.sent')
  t.equal(sent?.deadServerMs, (sent?.serverMs ?? 0) + 14_000)
  t.match(sent?.request, { method: 'POST', path: '/api/v3/order', security: 'signed' })
  t.same(sent?.request.params.slice(0, 6), [
    ['symbol', 'BTCUSDT'],
    ['side', 'BUY'],
    ['type', 'LIMIT_MAKER'],
    ['quantity', '0.1'],
    ['price', '100.5'],
    ['newClientOrderId', id],
  ])
})

const ORDERS = { kind: 'orders', intervalUs: 10_000_000, limitCount: 10 } as const

/** Sends the only order that the pace allows at once; the next one has to wait for a second. */
const paced = (): Rig => {
  const rig = new Rig({ over: { duplicateWindowMs: 0, queueMs: 3_000 } }).start()
  rig.state.gate.limiter.learn([ORDERS])
  rig.state.gate.limiter.charge({ weight: 0, orders: 7 }, 'halt', rig.nowUs)
  return rig
}

t.test('an order that its budget would make late is denied and never sent', async (t) => {
  const rig = paced()
  const ids = [rig.submit(), rig.submit()]
  rig.run(20_000)
  t.same(
    ids.map((id) => rig.order(id).status),
    ['WORKING', 'DENIED'],
  )
  t.match(rig.order(ids[1] ?? '').reason, /^RATE_LIMITED retry after \d+ ms$/)
  rig.run(60_000_000)
  t.equal(rig.venue.posts.length, 1)
})

t.test('an order waits for its budget while its approval holds', async (t) => {
  const rig = new Rig({ over: { duplicateWindowMs: 0 } }).start()
  rig.state.gate.limiter.learn([{ ...ORDERS, limitCount: 100 }])
  rig.state.gate.limiter.charge({ weight: 0, orders: 9 }, 'halt', rig.nowUs)
  const ids = [rig.submit(), rig.submit(), rig.submit()]
  rig.run(20_000)
  t.same(
    ids.map((id) => rig.order(id).status),
    ['WORKING', 'NEW_LOCAL', 'NEW_LOCAL'],
  )
  rig.run(250_000)
  t.same(rig.venue.posts, ids)
})

t.test('a halt reaches an order that waits for its budget', async (t) => {
  const rig = new Rig({ over: { duplicateWindowMs: 0 } }).start()
  rig.state.gate.limiter.learn([{ ...ORDERS, limitCount: 100 }])
  rig.state.gate.limiter.charge({ weight: 0, orders: 10 }, 'halt', rig.nowUs)
  const id = rig.submit()
  rig.run(10_000)
  t.equal(rig.order(id).status, 'NEW_LOCAL')
  rig.offer({ type: 'halt.raised', by: 'signal' })
  rig.run(1_000_000)
  t.equal(rig.order(id).status, 'DENIED')
  t.equal(rig.venue.posts.length, 0)
})

t.test('a cancel takes an order out of the queue before it leaves', async (t) => {
  const rig = new Rig().start()
  rig.state.gate.limiter.learn([{ ...ORDERS, limitCount: 100 }])
  rig.state.gate.limiter.charge({ weight: 0, orders: 10 }, 'halt', rig.nowUs)
  const id = rig.submit()
  rig.run(10_000)
  t.match(rig.request('order.cancel', { clientOrderId: id }), { ok: true })
  rig.run(1_000_000)
  t.match(rig.order(id), { status: 'DENIED', reason: 'CANCELED_BEFORE_SEND' })
  t.equal(rig.venue.posts.length, 0)
})

t.test('an open breaker denies what risk has approved', async (t) => {
  const rig = new Rig().start()
  rig.risk = () => 'hold'
  const id = rig.submit()
  rig.state.gate.breakers['trade.new'].force('forcedOpen')
  rig.verdict(`risk|${id}`, 'allow')
  rig.run(5_000)
  t.match(rig.order(id), { status: 'DENIED', reason: 'BREAKER_OPEN' })
})

t.test('every term of an order is journalled with it and sent', async (t) => {
  const rig = new Rig().start()
  const terms = { type: 'stopLimit', stopPrice: '99.00', trailingDeltaBps: 50, icebergQty: '0.50', selfTradePrevention: 'decrement' } as const
  const id = rig.submit(terms)
  rig.run(10_000)
  t.match(rig.order(id), { type: 'stopLimit', stopPrice: '99', icebergQty: '0.5', trailingDeltaBps: 50, status: 'WORKING' })
  t.match(rig.of('rpc.request')[0]?.body, { type: 'limit', price: '100' })
  const sent = /type=STOP_LOSS_LIMIT&timeInForce=GTC&quantity=1&price=100&stopPrice=99&trailingDelta=50&icebergQty=0.5&selfTradePreventionMode=DECREMENT&/
  t.ok(rig.venue.calls.some((call) => sent.test(call)))
  t.match(rig.restart(2).order(id), { stopPrice: '99', trailingDeltaBps: 50 })
})
