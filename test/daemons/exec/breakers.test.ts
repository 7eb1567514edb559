import t from 'tap'
import { lost, ok, refused } from './paper-venue.ts'
import { intent, Rig } from './rig.ts'

const POST = 'POST /api/v3/order'
const PULSE = 'GET /api/v3/openOrders'

/** Fails the next orders until the breaker opens. */
const broken = (over = {}): Rig => {
  const rig = new Rig({ over: { duplicateWindowMs: 0, ...over } }).start()
  for (let n = 0; n < 5; n += 1) {
    rig.venue.script.push({ call: POST, result: refused(503, -1000, 'x') })
    rig.submit({ strategyId: `s${n}` })
    rig.run(10_000)
  }
  return rig
}

t.test('five failed orders open the breaker of new orders and of nothing else', async (t) => {
  const rig = broken()
  t.equal(rig.state.gate.breakers['trade.new'].state, 'open')
  t.equal(rig.state.gate.breakers.query.state, 'closed')
  t.match(rig.request('order.submit', intent({ intentId: 'q', strategyId: 'z' })), { ok: false, error: { code: 'BREAKER_OPEN', category: 'retry' } })
})

t.test('read-only questions close it again, and no order is ever a probe', async (t) => {
  const rig = broken()
  const posts = rig.venue.posts.length
  const before = rig.venue.calls.filter((call) => call.startsWith(PULSE)).length
  rig.run(6_100_000)
  t.equal(rig.state.gate.breakers['trade.new'].state, 'closed')
  t.equal(rig.venue.calls.filter((call) => call.startsWith(PULSE)).length - before, 3)
  t.equal(rig.venue.posts.length, posts)
  t.match(rig.request('order.submit', intent({ intentId: 'q', strategyId: 'z' })), { ok: true })
})

t.test('a failed probe keeps it open for longer', async (t) => {
  const rig = broken()
  rig.venue.script.push({ call: PULSE, result: lost })
  rig.run(9_500_000)
  t.equal(rig.state.gate.breakers['trade.new'].state, 'open')
  rig.run(12_000_000)
  t.equal(rig.state.gate.breakers['trade.new'].state, 'closed')
})

t.test('refusals for too many requests leave the breaker closed', async (t) => {
  const rig = new Rig({ over: { duplicateWindowMs: 0 } }).start()
  for (let n = 0; n < 12; n += 1) {
    rig.venue.script.push({ call: POST, result: refused(429, -1003, 'Too many requests') })
    rig.submit({ strategyId: `s${n}` })
    rig.run(1_100_000)
  }
  t.equal(rig.state.gate.breakers['trade.new'].state, 'closed')
})

t.test('an answer tells what the venue has counted', async (t) => {
  const rig = new Rig().start()
  rig.state.gate.limiter.learn([{ kind: 'weight', intervalUs: 60_000_000, limitCount: 6_000 }])
  rig.venue.script.push({
    call: 'GET /api/v3/time',
    result: ok({ serverTime: Math.floor(rig.nowUs / 1000) }, { 'x-mbx-used-weight-1m': '77' }),
  })
  rig.offer({ type: 'clock.stepped', byUs: 5 })
  rig.run(10_000)
  t.match(rig.state.gate.limiter.report(rig.nowUs), [{ usedCount: 77 }])
})

t.test('a ban raises a halt, outlives a restart and holds back everything until it ends', async (t) => {
  const rig = new Rig().start()
  rig.venue.script.push({ call: POST, result: refused(418, -1003, 'banned') })
  const id = rig.submit()
  rig.run(10_000)
  t.equal(rig.order(id).status, 'REJECTED')
  t.equal(rig.state.registry.halts.get('*'), 'K1')
  const next = rig.restart(2)
  const calls = next.venue.calls.length
  next.run(50_000_000)
  t.equal(next.venue.calls.length, calls)
  t.equal(next.state.phase, 'syncing')
  next.run(15_000_000)
  t.equal(next.state.phase, 'ready')
})

t.test('a connection that ends with many orders on it is one failure', async (t) => {
  const rig = new Rig({ over: { duplicateWindowMs: 0 } }).start()
  for (let n = 0; n < 8; n += 1) {
    rig.venue.script.push({ call: POST, result: { ok: false, sent: true, reason: 'connection ended', sentMonoUs: 1, isShared: n > 0 } })
    rig.submit({ strategyId: `s${n}` })
    rig.run(10_000)
  }
  t.equal(rig.state.gate.breakers['trade.new'].state, 'closed')
})
