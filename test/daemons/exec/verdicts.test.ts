import t from 'tap'
import { Rig } from './rig.ts'

t.test('no verdict is a denial', async (t) => {
  const rig = new Rig().start()
  rig.risk = () => 'silent'
  const id = rig.submit()
  rig.run(60_000)
  t.match(rig.order(id), { status: 'DENIED', reason: 'RISK_TIMEOUT', settled: true })
  t.match(rig.of('risk.verdict')[0], { verdict: 'deny', codes: ['RISK_TIMEOUT'] })
  t.equal(rig.venue.posts.length, 0)
})

t.test('a verdict that comes after the denial sends nothing', async (t) => {
  const rig = new Rig().start()
  rig.risk = () => 'silent'
  const id = rig.submit()
  rig.run(60_000)
  rig.verdict(`risk|${id}`, 'allow')
  rig.run(10_000)
  t.equal(rig.order(id).status, 'DENIED')
  t.equal(rig.venue.posts.length, 0)
})

t.test('an unreachable risk is a denial', async (t) => {
  const rig = new Rig().start()
  rig.risk = () => 'hold'
  const id = rig.submit()
  rig.later({ type: 'rpc.answered', id: `risk|${id}`, answer: { ok: false, error: { code: 'UNREACHABLE', category: 'retry', message: 'no peer' } } })
  rig.run(5_000)
  t.match(rig.order(id), { status: 'DENIED', reason: 'RISK_UNAVAILABLE' })
})

t.test('a denial keeps its codes', async (t) => {
  const rig = new Rig().start()
  rig.risk = () => 'deny'
  const id = rig.submit()
  rig.run(10_000)
  t.match(rig.order(id), { status: 'DENIED', reason: 'POSITION_MAX' })
})
