import t from 'tap'
import { ask, isBanned, setTimer, type Turn, validity } from '../../../src/daemons/exec/turn.ts'
import { Rig } from './rig.ts'

const turnOf = (rig: Rig, outs: unknown[]): Turn => ({ ...rig.turn(), emit: (out) => void outs.push(out) })

t.test('a question is under way once', async (t) => {
  const outs: unknown[] = []
  const turn = turnOf(new Rig(), outs)
  const request = { method: 'GET', path: '/x', query: '', security: 'none' } as const
  t.equal(ask(turn, 'query|a', request), true)
  t.equal(ask(turn, 'query|a', request), false)
  t.equal(ask(turn, 'cancel|a', request), true)
  t.match(outs, [{ timeoutUs: 5_000_000 }, { timeoutUs: 2_000_000 }])
})

t.test('signatures are good for the configured window', async (t) => {
  const rig = new Rig()
  t.same(validity(turnOf(rig, [])), { serverMs: Math.floor(rig.nowUs / 1000), recvWindowMs: 2_000 })
})

t.test('a ban ends by itself', async (t) => {
  const rig = new Rig()
  rig.state.bannedUntilUs = rig.nowUs + 1
  t.ok(isBanned(turnOf(rig, [])))
  rig.nowUs += 1
  t.notOk(isBanned(turnOf(rig, [])))
})

t.test('timers are effects', async (t) => {
  const outs: unknown[] = []
  setTimer(turnOf(new Rig(), outs), 'x', 5)
  t.same(outs, [{ type: 'timer.set', id: 'x', afterUs: 5 }])
})
