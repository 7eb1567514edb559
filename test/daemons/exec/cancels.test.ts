import t from 'tap'
import { lost, refused, unsent } from './paper-venue.ts'
import { intent, Rig } from './rig.ts'

const DELETE = 'DELETE /api/v3/order'
const cancelsOf = (rig: Rig): number => rig.venue.calls.filter((call) => call.startsWith(DELETE)).length

const working = (): { rig: Rig; id: string } => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(10_000)
  return { rig, id }
}

t.test('RC17: a second wish joins the first', async (t) => {
  const { rig, id } = working()
  rig.venue.script.push({ call: DELETE, result: null })
  t.match(rig.request('order.cancel', { clientOrderId: id }), { ok: true, body: { clientOrderIds: [id] } })
  t.match(rig.request('order.cancel', { all: true }), { ok: true, body: { clientOrderIds: [id] } })
  t.equal(cancelsOf(rig), 1)
})

t.test('an order that has not left is denied instead', async (t) => {
  const rig = new Rig().start()
  rig.risk = () => 'hold'
  const id = rig.submit()
  t.match(rig.request('order.cancel', { clientOrderId: id }), { ok: true, body: { clientOrderIds: [] } })
  t.match(rig.order(id), { status: 'DENIED', reason: 'CANCELED_BEFORE_SEND' })
  rig.verdict(`risk|${id}`, 'allow')
  rig.run(10_000)
  t.equal(rig.venue.posts.length, 0)
})

t.test('a cancel before the answer waits for it', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit()
  while (rig.order(id).status !== 'SENT') rig.run(100)
  rig.request('order.cancel', { clientOrderId: id })
  t.match(rig.order(id), { status: 'SENT', pending: 'cancel' })
  t.equal(cancelsOf(rig), 0)
  rig.run(20_000)
  t.match(rig.order(id), { status: 'CANCELED', settled: true })
  t.equal(cancelsOf(rig), 1)
})

t.test('a lost cancel is asked about and sent again', async (t) => {
  const { rig, id } = working()
  rig.venue.script.push({ call: DELETE, result: lost })
  rig.request('order.cancel', { clientOrderId: id })
  rig.run(2_000_000)
  t.equal(rig.order(id).status, 'CANCELED')
  t.equal(cancelsOf(rig), 2)
})

t.test('a cancel that could not be sent, came too often or at a wrong time is sent again', async (t) => {
  for (const result of [unsent, refused(429, -1003, 'Too much'), refused(400, -1021, 'outside of the recvWindow')]) {
    const { rig, id } = working()
    rig.venue.script.push({ call: DELETE, result })
    rig.request('order.cancel', { clientOrderId: id })
    rig.run(10_000)
    t.match(rig.order(id), { status: 'WORKING', pending: 'cancel' })
    rig.run(4_000_000)
    t.equal(rig.order(id).status, 'CANCELED')
  }
})

t.test('a cancel that the venue refuses is over, the order stays', async (t) => {
  const { rig, id } = working()
  rig.venue.script.push({ call: DELETE, result: refused(400, -2011, 'Order was not canceled due to cancel restrictions.') })
  rig.request('order.cancel', { clientOrderId: id })
  rig.run(1_000_000)
  t.match(rig.order(id), { status: 'WORKING', pending: 'none' })
})

t.test('cancels by strategy and over all leave foreign orders alone', async (t) => {
  const rig = new Rig()
  rig.venue.rest('web_1')
  rig.start()
  const one = rig.submit()
  const two = rig.submit({ strategyId: 'other', intentId: 'x' })
  rig.run(10_000)
  t.match(rig.request('order.cancel', { strategyId: 'other' }), { ok: true, body: { clientOrderIds: [two] } })
  t.match(rig.request('order.cancel', { all: true }), { ok: true, body: { clientOrderIds: [one, two] } })
  rig.run(10_000)
  t.equal(rig.order('web_1').status, 'WORKING')
  t.match(rig.request('order.cancel', { clientOrderId: 'nobody' }), { ok: false, error: { code: 'UNKNOWN_ORDER' } })
  t.match(rig.request('order.cancel', {}), { ok: false, error: { code: 'BAD_REQUEST' } })
})

t.test('cancels go out while new orders may not', async (t) => {
  const { rig, id } = working()
  rig.offer({ type: 'stream.closed', generation: rig.state.stream.generation, reason: 'gone' })
  t.match(rig.request('order.submit', intent({ intentId: 'z' })), { ok: false, error: { code: 'NOT_READY' } })
  rig.request('order.cancel', { clientOrderId: id })
  t.equal(cancelsOf(rig), 1)
})
