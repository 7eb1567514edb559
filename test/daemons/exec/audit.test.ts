import t from 'tap'
import { loseJournal, noteReserve } from '../../../src/daemons/exec/audit.ts'
import { intent, Rig } from './rig.ts'

const REASON = 'cannot write the journal: EIO: i/o error, fdatasync'

t.test('a full disk refuses new orders, lets cancels go, and is over when there is room', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(10_000)
  rig.offer({ type: 'journal.reserve', isFull: true })
  t.match(rig.core.health(rig.state, 0 as never), { state: 'degraded', ready: false, reason: /disk is full/ })
  t.match(rig.request('order.submit', intent({ intentId: 'late' })), { ok: false, error: { code: 'JOURNAL_FULL' } })
  t.match(rig.request('order.cancel', { clientOrderId: id }), { ok: true })
  rig.run(10_000)
  t.equal(rig.order(id).status, 'CANCELED')
  rig.offer({ type: 'journal.reserve', isFull: false })
  t.match(rig.core.health(rig.state, 0 as never), { ready: true })
  t.match(rig.request('order.submit', intent({ intentId: 'later' })), { ok: true })
})

t.test('an order that was approved before the disk filled is denied', async (t) => {
  const rig = new Rig().start()
  rig.risk = () => 'hold'
  const id = rig.submit()
  rig.offer({ type: 'journal.reserve', isFull: true })
  rig.verdict(`risk|${id}`, 'allow')
  rig.run(10_000)
  t.match(rig.order(id), { status: 'DENIED', reason: /JOURNAL_FULL/ })
  t.strictSame(rig.of('order.sent'), [])
})

t.test('a lost journal cancels everything, refuses everything else with its reason, and ends', async (t) => {
  const rig = new Rig().start()
  const ids = [rig.submit(), rig.submit({ price: '59000' })]
  rig.run(10_000)
  const sent = rig.of('order.sent').length
  rig.offer({ type: 'journal.failed', reason: REASON })
  t.match(rig.core.health(rig.state, 0 as never), { state: 'draining', ready: false, reason: REASON })
  t.match(rig.request('order.submit', intent({ intentId: 'late' })), { ok: false, error: { code: 'JOURNAL_FAILED', message: REASON } })
  t.match(rig.request('events.since', { stream: 'exec.events', after: 0, max: 10 }), { ok: false, error: { code: 'JOURNAL_FAILED' } })
  t.match(rig.request('order.status', {}), { ok: true })
  rig.run(50_000)
  t.strictSame(
    ids.map((id) => rig.order(id).status),
    ['CANCELED', 'CANCELED'],
  )
  t.equal(rig.of('order.sent').length, sent)
  t.equal(rig.of('stopped').length, 1)
})

t.test('each part by itself: the reserve is noted and ends nothing, a lost journal begins the stop', async (t) => {
  const rig = new Rig().start()
  noteReserve(rig.turn(), { isFull: true })
  t.match([rig.state.journal, rig.state.phase], [{ isFull: true, failure: null }, 'ready'])
  loseJournal(rig.turn(), { reason: REASON })
  t.match([rig.state.journal.failure, rig.of('stopped').length], [REASON, 1])
})
