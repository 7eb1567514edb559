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

t.test('a refused order is told with valid values and counted as denied', async (t) => {
  const rig = new Rig().start()
  t.match(rig.request('order.submit', intent({ price: '100.005', qty: '0.000014' })), {
    ok: false,
    error: { code: 'VALIDATION', message: /PRICE_TICK QTY_STEP/, hint: 'PRICE_TICK nearest 100.01, QTY_STEP nearest 0.00001, NOTIONAL_MIN nearest 0.05' },
  })
  t.equal(rig.state.registry.intentsCount, 1)
  t.equal(rig.state.registry.tally.get('DENIED'), 1)
  t.equal(rig.of('rpc.request').length, 0)
})

t.test('a check says what would become of an order and keeps nothing of it', async (t) => {
  const rig = new Rig().start()
  const check = (over = {}) => rig.request('order.check', intent(over))
  t.match(check(), { ok: true, body: { code: '', order: { status: 'NEW_LOCAL', symbol: 'BTCUSDT' } } })
  t.match(check({ price: '100.001' }), { ok: true, body: { code: 'VALIDATION', hint: /PRICE_TICK nearest 100/ } })
  rig.offer({ type: 'halt.raised', by: 'SIGUSR2' })
  t.match(check(), { ok: true, body: { code: 'HALTED' } })
  t.equal(rig.state.registry.entries.size, 0)
})
