import t from 'tap'
import { closedFor } from '../../../src/daemons/exec/closed.ts'
import { venueUs } from '../../../src/daemons/exec/turn.ts'
import { Rig } from './rig.ts'

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
