import t from 'tap'
import { closedFor } from '../../../src/daemons/exec/closed.ts'
import { venueUs } from '../../../src/daemons/exec/turn.ts'
import { intent, Rig } from './rig.ts'

t.test('says nothing while orders may leave', async (t) => {
  t.equal(closedFor(new Rig().start().turn()), null)
})

t.test('names the first thing that holds new orders back', async (t) => {
  const rig = new Rig()
  t.match(closedFor(rig.turn()), { code: 'NOT_READY', category: 'retry' })
  rig.start()
  rig.state.gate.breakers['trade.new'].force('forcedOpen')
  t.match(closedFor(rig.turn()), { code: 'BREAKER_OPEN', message: 'the breaker of new orders is forcedOpen' })
  rig.state.gate.limiter.freeze(venueUs(rig.turn()) + 1_500_000)
  t.match(closedFor(rig.turn()), { code: 'RATE_LIMITED', message: 'the venue takes no requests for 1500 ms' })
  rig.offer({ type: 'stop' })
  t.match(closedFor(rig.turn()), { code: 'NOT_READY' })
})

t.test('an order that the clock of the venue cannot be trusted for is sent back, and the clock is read', async (t) => {
  const rig = new Rig().start()
  rig.nowUs += 60_100_000
  t.match(closedFor(rig.turn()), { code: 'CLOCK', category: 'retry' })
  t.match(rig.request('order.submit', intent()), { ok: false, error: { code: 'CLOCK', category: 'retry' } })
  t.match(rig.request('order.submit', intent()), { ok: false, error: { code: 'CLOCK' } })
  t.equal(rig.of('venue.send').filter(({ id }) => id.startsWith('time|')).length, 1)
  rig.run(10_000)
  t.match(rig.request('order.submit', intent()), { ok: true })
})

t.test('whoever reads the clock seldom has orders taken for two distances', async (t) => {
  const rig = new Rig({ over: { clockEveryMs: 100_000 } }).start()
  rig.nowUs += 199_000_000
  t.equal(closedFor(rig.turn()), null)
  rig.nowUs += 2_000_000
  t.match(closedFor(rig.turn()), { code: 'CLOCK' })
})
