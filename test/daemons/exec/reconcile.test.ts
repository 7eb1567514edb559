import t from 'tap'
import { lost, refused } from './paper-venue.ts'
import { Rig } from './rig.ts'

const countOf = (rig: Rig, call: string): number => rig.venue.calls.filter((made) => made.startsWith(call)).length

t.test('a failed question fails the agreement, which is tried again', async (t) => {
  for (const call of ['GET /api/v3/time', 'GET /api/v3/exchangeInfo', 'GET /api/v3/account', 'GET /api/v3/openOrders', 'GET /api/v3/myTrades']) {
    const rig = new Rig()
    rig.venue.script.push({ call, result: lost })
    rig.start()
    t.equal(rig.state.phase, 'syncing', call)
    rig.run(1_000_000)
    t.equal(rig.state.phase, 'ready', call)
  }
})

t.test('waits double while the venue is away, and at last for its breaker', async (t) => {
  const rig = new Rig()
  for (let count = 0; count < 5; count++) rig.venue.script.push({ call: 'GET /api/v3/time', result: lost })
  rig.start()
  rig.run(3_700_000)
  t.equal(rig.venue.calls.length, 5)
  t.equal(rig.state.phase, 'syncing')
  rig.run(7_000_000)
  t.equal(rig.state.phase, 'ready')
})

t.test('a clock that jumps between samples is not trusted', async (t) => {
  const rig = new Rig()
  const jump = { call: 'GET /api/v3/time', result: { ok: true, status: 200, headers: {}, body: '{"serverTime":1800000009000}', sentMonoUs: 1 } } as const
  rig.venue.script.push(jump)
  rig.start()
  t.equal(rig.state.phase, 'syncing')
  rig.run(1_000_000)
  t.equal(rig.state.phase, 'ready')
})

t.test('frames that come meanwhile wait for the trades of the past', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(10_000)
  const trade = rig.venue.fill(id, '0.5', '0.5')
  rig.offer({ type: 'stream.closed', generation: rig.state.stream.generation, reason: 'gone' })
  rig.run(252_000)
  t.equal(rig.state.run?.kind, 'reconcile')
  rig.offer({ type: 'stream.text', generation: rig.state.stream.generation, text: rig.venue.tradeReport(id, trade) })
  t.equal(rig.order(id).filledQty, '0')
  rig.run(100_000)
  t.equal(rig.order(id).filledQty, '0.5')
  t.equal(rig.events('order.filled').length, 1)
})

t.test('trades are read page by page from the last one known', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit({ qty: '300' })
  rig.run(10_000)
  for (let count = 1; count <= 250; count++) rig.venue.fill(id, '1', String(count))
  const next = rig.restart(2)
  t.match(next.order(id), { status: 'PARTIAL', filledQty: '250' })
  t.equal(next.state.registry.watermarks.get('BTCUSDT'), 1249)
  t.equal(next.venue.calls.filter((call) => call.includes('fromId=')).length, 3)
})

t.test('fills older than the first agreement are part of the opening balances', async (t) => {
  const rig = new Rig()
  rig.venue.rest('web_1', { qty: '9' })
  rig.venue.fill('web_1', '1', '1')
  rig.venue.orders.delete('web_1')
  rig.start()
  t.equal(rig.events('order.filled').length, 0)
  t.equal(rig.state.registry.watermarks.get('BTCUSDT'), 1000)
})

t.test('silent orders are looked at beside work', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(10_000)
  rig.venue.fill(id, '1', '1')
  rig.run(12_000_000)
  t.match(rig.order(id), { status: 'FILLED', filledQty: '1', settled: true })
  t.equal(rig.state.phase, 'ready')
})

t.test('a look that fails disturbs nothing', async (t) => {
  const rig = new Rig().start()
  rig.submit()
  rig.run(10_000)
  rig.venue.script.push({ call: 'GET /api/v3/openOrders', result: refused(503, -1000, 'x') })
  rig.run(12_000_000)
  t.equal(rig.state.phase, 'ready')
  t.equal(rig.state.run, null)
})

t.test('a stage without an answer is given up', async (t) => {
  const rig = new Rig()
  rig.venue.script.push({ call: 'GET /api/v3/account', result: null })
  rig.start()
  rig.run(3_000_000)
  t.equal(rig.state.phase, 'ready')
  t.equal(countOf(rig, 'GET /api/v3/account'), 2)
})

t.test('comes up when more orders ended meanwhile than may wait to be asked for', async (t) => {
  const rig = new Rig({ over: { duplicateWindowMs: 0 } }).start()
  const ids = Array.from({ length: 1_300 }, (_, n) => rig.submit({ strategyId: `s${n}` }))
  rig.run(10_000)
  for (const id of ids) rig.venue.single('DELETE /api/v3/order', new URLSearchParams({ origClientOrderId: id }), 0)
  const next = new Rig({ venue: rig.venue, frames: rig.frames, nowUs: rig.nowUs + 1_000_000 })
  next.state.gate.limiter.learn([{ kind: 'weight', intervalUs: 60_000_000, limitCount: 6_000 }])
  next.start(2).run(300_000_000)
  t.equal(next.state.phase, 'ready')
  t.equal(ids.filter((id) => next.order(id).status === 'CANCELED').length, 1_300)
})
