import t from 'tap'
import { lost, refused } from './paper-venue.ts'
import { intent, Rig } from './rig.ts'

t.test('without open orders it stops at once', async (t) => {
  const rig = new Rig().start()
  t.ok(rig.offer({ type: 'stop' }).some(({ type }) => type === 'stopped'))
})

t.test('open orders are canceled first, new ones refused', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(10_000)
  rig.offer({ type: 'stop' })
  t.match(rig.request('order.submit', intent({ intentId: 'late' })), { ok: false, error: { code: 'NOT_READY' } })
  t.match(rig.core.health(rig.state, 0 as never), { state: 'draining', ready: false })
  rig.run(10_000)
  t.equal(rig.order(id).status, 'CANCELED')
  t.equal(rig.of('stopped').length, 1)
})

t.test('an order that waits for its verdict is denied', async (t) => {
  const rig = new Rig().start()
  rig.risk = () => 'hold'
  const id = rig.submit()
  rig.offer({ type: 'stop' })
  t.equal(rig.order(id).status, 'DENIED')
  t.equal(rig.of('stopped').length, 1)
})

t.test('the wait for cancels ends after 5 s', async (t) => {
  const rig = new Rig().start()
  rig.submit()
  rig.run(10_000)
  for (let count = 0; count < 20; count++) rig.venue.script.push({ call: 'DELETE /api/v3/order', result: refused(500, -1000, 'x') })
  rig.offer({ type: 'stop' })
  rig.run(4_900_000)
  t.equal(rig.of('stopped').length, 0)
  rig.run(200_000)
  t.equal(rig.of('stopped').length, 1)
})

t.test('the wait for an unknown fate is longer, up to 15 s', async (t) => {
  const rig = new Rig().start()
  rig.venue.script.push({ call: 'POST /api/v3/order', result: lost })
  rig.submit()
  rig.run(10_000)
  rig.offer({ type: 'stop' })
  rig.run(6_000_000)
  t.equal(rig.of('stopped').length, 0)
  rig.run(10_000_000)
  t.equal(rig.of('stopped').length, 1)
})
