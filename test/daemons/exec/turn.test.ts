import t from 'tap'
import { bannedUs, setTimer, type Turn, validity, venueUs } from '../../../src/daemons/exec/turn.ts'
import { Rig } from './rig.ts'

const turnOf = (rig: Rig, outs: unknown[]): Turn => ({ ...rig.turn(), emit: (out) => void outs.push(out) })

t.test('signatures are good for the configured window', async (t) => {
  const rig = new Rig()
  t.same(validity(turnOf(rig, [])), { serverMs: Math.floor(rig.nowUs / 1000), recvWindowMs: 2_000 })
})

t.test('a ban ends by itself', async (t) => {
  const rig = new Rig()
  rig.state.gate.limiter.freeze(venueUs(rig.turn()) + 1_000)
  t.equal(bannedUs(turnOf(rig, [])), 1_000)
  rig.nowUs += 1_000
  t.equal(bannedUs(turnOf(rig, [])), 0)
})

t.test('timers are effects', async (t) => {
  const outs: unknown[] = []
  setTimer(turnOf(new Rig(), outs), 'x', 5)
  t.same(outs, [{ type: 'timer.set', id: 'x', afterUs: 5 }])
})
