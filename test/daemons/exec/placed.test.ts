import t from 'tap'
import { ok, refused } from './paper-venue.ts'
import { intent, Rig } from './rig.ts'

const POST = 'POST /api/v3/order'

const sendWith = (status: number, code: number, msg: string): { rig: Rig; id: string } => {
  const rig = new Rig().start()
  rig.venue.script.push({ call: POST, result: refused(status, code, msg) })
  const id = rig.submit()
  rig.run(10_000)
  return { rig, id }
}

t.test('a refusal of the venue is final and nothing is sent again', async (t) => {
  const { rig, id } = sendWith(400, -2010, 'Order would immediately match and take.')
  t.match(rig.order(id), { status: 'REJECTED', reason: '-2010 Order would immediately match and take.', settled: true })
  rig.run(30_000_000)
  t.equal(rig.venue.posts.length, 1)
})

t.test('errors that prove nothing leave the order in doubt', async (t) => {
  const cases = [
    [500, -1000, 'x'],
    [504, -1007, 'Timeout'],
    [400, -1006, 'x'],
    [400, -1008, 'overloaded'],
    [400, -2010, 'Duplicate order sent.'],
  ] as const
  for (const [status, code, msg] of cases) t.equal(sendWith(status, code, msg).rig.state.registry.tally.get('UNKNOWN'), 1, `${code} ${msg}`)
})

t.test('a duplicate means that the first one is alive', async (t) => {
  const rig = new Rig().start()
  rig.venue.script.push({ call: POST, result: refused(400, -2010, 'Duplicate order sent.') })
  const id = rig.submit()
  rig.venue.rest(id)
  rig.run(1_000_000)
  t.equal(rig.order(id).status, 'WORKING')
})

t.test('too many requests refuse the order and silence exec until the venue listens again', async (t) => {
  const { rig, id } = sendWith(429, -1003, 'Too much request weight used')
  t.equal(rig.order(id).status, 'REJECTED')
  const calls = rig.venue.calls.length
  t.match(rig.request('order.submit', intent({ intentId: 'q', price: '99' })), { ok: false, error: { code: 'RATE_LIMITED', category: 'retry' } })
  rig.run(900_000)
  t.equal(rig.venue.calls.length, calls)
  rig.run(200_000)
  t.match(rig.request('order.submit', intent({ intentId: 'q', price: '99' })), { ok: true })
})

t.test('a wrong clock refuses the order and is sampled again', async (t) => {
  const { rig, id } = sendWith(400, -1021, 'Timestamp for this request is outside of the recvWindow.')
  t.equal(rig.order(id).status, 'REJECTED')
  t.equal(rig.venue.calls.filter((call) => call.startsWith('GET /api/v3/time')).length, 4)
})

t.test('fills in the answer are applied once, together with those of the stream', async (t) => {
  const rig = new Rig().start()
  rig.venue.script.push({ call: POST, result: null })
  const id = rig.submit()
  rig.run(5_000)
  const order = rig.venue.rest(id)
  const trade = rig.venue.fill(id, '1', '1')
  rig.text(rig.venue.tradeReport(id, trade, { m: false }))
  const fills = [{ price: '100.00000000', qty: '1.00000000', commission: '0.01000000', commissionAsset: 'USDT', tradeId: trade.id }]
  rig.later({ type: 'venue.answered', id: `new|${id}`, result: ok({ ...rig.venue.view(order), transactTime: 5, fills }) })
  rig.run(5_000)
  t.match(rig.order(id), { status: 'FILLED', filledQty: '1', flags: [] })
  t.equal(rig.events('order.filled').length, 1)
  t.equal(rig.state.mismatchesCount, 0)
})
