import t from 'tap'
import { changeOrder } from '../../../src/daemons/exec/changes.ts'
import { Rig } from './rig.ts'

t.test('an illegal event is counted, logged and changes nothing', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(10_000)
  const before = { order: rig.order(id), events: rig.state.registry.events.length }
  t.equal(changeOrder(rig.turn(), id, { event: 'send' }).legal, false)
  t.equal(rig.order(id), before.order)
  t.equal(rig.state.registry.events.length, before.events)
  t.equal(rig.state.illegalCount, 1)
  t.match(rig.of('log').at(-1), { message: 'illegal transition ignored', fields: { status: 'WORKING', event: 'send' } })
})

t.test('a change is announced with its cause and a gap-free number', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(10_000)
  t.same(
    rig.state.registry.events.map(({ seq }) => seq),
    rig.state.registry.events.map((_, index) => index + 1),
  )
  const born = rig.events('order.changed')[0]?.body as { cause: string; bodyHash: string }
  t.equal(born.cause, 'accepted')
  t.match(born.bodyHash, /^[0-9a-f]{16}$/)
  t.equal(rig.state.submitToAckUs.count, 1)
  t.same(rig.causes(id).at(-1), 'ack:WORKING')
})

t.test('a refusal after an acknowledgement is applied with an alarm', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(10_000)
  rig.text(rig.venue.report(id, { X: 'REJECTED', r: 'WOULD_MATCH_IMMEDIATELY', T: 1_900_000_000_000 }))
  rig.run(5_000)
  t.equal(rig.order(id).status, 'WORKING')
  rig.later({ type: 'venue.answered', id: `new|${id}`, result: { ok: true, status: 400, headers: {}, body: '{"code":-2010,"msg":"no"}', sentMonoUs: 1 } })
  rig.run(5_000)
  t.match(rig.order(id), { status: 'REJECTED', reason: '-2010 no' })
  t.ok(rig.of('log').some(({ message }) => message === 'order changed against expectation'))
})
