import t from 'tap'
import { intent, Rig } from './rig.ts'

t.test('risk is asked with the hash that the verdict is kept for', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit()
  const [call] = rig.of('rpc.request')
  t.match(call, { service: 'risk', method: 'risk.check', timeoutUs: 50_000, body: { clientOrderId: id, price: '100', qty: '1', type: 'limit' } })
  rig.run(10_000)
  const [verdict] = rig.of('risk.verdict')
  t.match(call?.body, { bodyHash: verdict?.bodyHash })
  t.match(verdict, { verdict: 'allow', policyVersion: 'p', riskSeq: 1 })
  const order = rig.frames.map(({ value }) => (value as { type: string }).type).filter((type) => type === 'risk.verdict' || type === 'order.sent')
  t.same(order, ['risk.verdict', 'order.sent'])
})

t.test('no verdict is a denial', async (t) => {
  const rig = new Rig().start()
  rig.risk = () => 'silent'
  const id = rig.submit()
  rig.run(60_000)
  t.match(rig.order(id), { status: 'DENIED', reason: 'RISK_TIMEOUT', settled: true })
  t.match(rig.of('risk.verdict')[0], { verdict: 'deny', codes: ['RISK_TIMEOUT'] })
  t.equal(rig.venue.posts.length, 0)
})

t.test('a verdict that comes after the denial sends nothing', async (t) => {
  const rig = new Rig().start()
  rig.risk = () => 'silent'
  const id = rig.submit()
  rig.run(60_000)
  rig.verdict(`risk|${id}`, 'allow')
  rig.run(10_000)
  t.equal(rig.order(id).status, 'DENIED')
  t.equal(rig.venue.posts.length, 0)
})

t.test('an unreachable risk is a denial', async (t) => {
  const rig = new Rig().start()
  rig.risk = () => 'hold'
  const id = rig.submit()
  rig.later({ type: 'rpc.answered', id: `risk|${id}`, answer: { ok: false, error: { code: 'UNREACHABLE', category: 'retry', message: 'no peer' } } })
  rig.run(5_000)
  t.match(rig.order(id), { status: 'DENIED', reason: 'RISK_UNAVAILABLE' })
})

t.test('a denial keeps its codes', async (t) => {
  const rig = new Rig().start()
  rig.risk = () => 'deny'
  const id = rig.submit()
  rig.run(10_000)
  t.match(rig.order(id), { status: 'DENIED', reason: 'POSITION_MAX' })
})

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
  t.match(sent?.request.query, new RegExp(`^symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=0.1&price=100.5&newClientOrderId=${id}&`))
})

t.test('a refused order is told with valid values and counted as denied', async (t) => {
  const rig = new Rig().start()
  t.match(rig.request('order.submit', intent({ price: '100.005', qty: '0.000014' })), {
    ok: false,
    error: { code: 'VALIDATION', message: /PRICE_TICK QTY_STEP/, hint: 'PRICE_TICK nearest 100.01, QTY_STEP nearest 0.00001' },
  })
  t.equal(rig.state.registry.intentsCount, 1)
  t.equal(rig.state.registry.tally.get('DENIED'), 1)
  t.equal(rig.of('rpc.request').length, 0)
})
