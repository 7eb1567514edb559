import t from 'tap'
import type { ExecOut } from '../../../src/daemons/exec/events.ts'
import { checkBody } from '../../../src/lib/daemon/door.ts'
import { Rig } from './rig.ts'

const filled = (): Rig => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(10_000)
  rig.text(rig.venue.tradeReport(id, rig.venue.fill(id, '1', '1')))
  rig.run(5_000)
  return rig
}

t.test('everything published fits its contract and carries the number of its record', async (t) => {
  const rig = filled()
  const published = rig.of('publish')
  t.equal(published.length, rig.state.registry.events.length)
  for (const [index, { topic, kind, body }] of published.entries()) {
    t.match(checkBody(topic, kind, body), { ok: true }, kind)
    t.equal((body as { execSeq: number }).execSeq, index + 1)
  }
})

t.test('a record comes before its publication', async (t) => {
  const rig = filled()
  const first = rig.outs.findIndex(({ type }) => type === 'exec.event')
  t.equal(rig.outs[first + 1]?.type, 'publish')
})

t.test('all events of an order share its correlation', async (t) => {
  const rig = filled()
  t.equal(
    new Set(
      rig
        .of('publish')
        .filter(({ kind }) => kind !== 'exec.reconciled')
        .map(({ correlationId }) => correlationId),
    ).size,
    1,
  )
})

t.test('orders, replies and publications wait for the disk, questions and cancels do not', async (t) => {
  const rig = filled()
  const durable = (type: string): boolean => rig.core.durable({ type } as ExecOut)
  t.same(['order.sent', 'exec.event', 'publish', 'rpc.reply', 'halt.set', 'rpc.request'].map(durable), [true, true, true, true, true, true])
  t.same(['venue.send', 'stream.open', 'risk.verdict'].map(durable), [false, false, false])
})
