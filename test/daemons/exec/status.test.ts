import t from 'tap'
import { validator } from '../../../src/lib/codec/schema.ts'
import { ExecStatus } from '../../../src/lib/contracts/exec-control.ts'
import { Rig } from './rig.ts'

const statusOf = (rig: Rig): ExecStatus => {
  const answer = rig.request('exec.status', {})
  if (!answer.ok) throw new Error(answer.error.code)
  const checked = validator(ExecStatus)(answer.body)
  if (!checked.ok) throw new Error(checked.error)
  return checked.value
}

t.test('says where it stands, towards the venue and towards risk', async (t) => {
  const rig = new Rig()
  t.match(statusOf(rig), { phase: 'starting', risk: 'unheard', streamSinceUs: null, halts: [] })
  rig.start(7)
  rig.offer({ type: 'risk.caughtUp', lastSeq: 0 })
  rig.submit()
  rig.run(10_000)
  const status = statusOf(rig)
  t.match(status, { epoch: 7, phase: 'ready', risk: 'current', bannedForUs: 0, counts: { live: 1, unknown: 0, unsettled: 0, waiting: 0, inFlight: 0 } })
  t.ok(status.streamSinceUs !== null)
  t.same(
    status.breakers.map(({ group, state, openUntilUs }) => [group, state, openUntilUs]),
    [
      ['trade.new', 'closed', null],
      ['trade.cancel', 'closed', null],
      ['query', 'closed', null],
    ],
  )
  t.equal(status.clock.samplesCount, 3)
  rig.offer({ type: 'risk.lost' })
  rig.offer({ type: 'halt.raised', by: 'SIGUSR2' })
  t.match(statusOf(rig), { risk: 'lost', halts: [{ scope: '*', level: 'K2' }] })
})

t.test('says what is used of each budget', async (t) => {
  const rig = new Rig().start()
  rig.state.gate.limiter.learn([{ kind: 'orders', intervalUs: 10_000_000, limitCount: 100 }])
  rig.submit()
  rig.run(10_000)
  t.same(statusOf(rig).budgets, [{ kind: 'orders', intervalUs: 10_000_000, limitCount: 100, usedCount: 1 }])
})
