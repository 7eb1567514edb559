import t from 'tap'
import { applyRecord, fillKey, fillText } from '../../../src/daemons/exec/fold.ts'
import { createRegistry } from '../../../src/daemons/exec/registry.ts'
import { foldsBack, replayed } from './journal.ts'
import { lost, PaperVenue } from './paper-venue.ts'
import { type Frame, Rig } from './rig.ts'

const outType = (frame: Frame): string => (frame.kind === 'OUT' ? (frame.value as { type: string }).type : '')

/** The journal up to the record of an order that `isLast` names. */
const cutAfter = (rig: Rig, isLast: (frame: Frame) => boolean): Frame[] => rig.frames.slice(0, rig.frames.findIndex(isLast) + 1)

const isChange = (cause: string) => (frame: Frame) =>
  outType(frame) === 'exec.event' && (frame.value as { event: { body: { cause?: string } } }).event.body.cause === cause

const busyRig = (): { rig: Rig; id: string } => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(10_000)
  return { rig, id }
}

t.test('the journal folds back into the live state', async (t) => {
  const { rig, id } = busyRig()
  rig.text(rig.venue.tradeReport(id, rig.venue.fill(id, '0.4', '0.4')))
  rig.run(5_000)
  rig.request('order.cancel', { clientOrderId: id })
  rig.offer({ type: 'halt.raised', by: 'signal' })
  rig.run(5_000_000)
  t.ok(rig.state.registry.events.length > 5)
  t.ok(foldsBack(rig))
})

t.test('the recorded inputs give the recorded decisions again, over restarts too', async (t) => {
  const { rig, id } = busyRig()
  rig.venue.fill(id, '1', '1')
  const next = rig.restart(2)
  next.submit({ intentId: 'second', price: '99' })
  next.run(20_000_000)
  const result = replayed(next)
  t.equal(result.difference, null)
  t.ok(result.compared > 10)
})

t.test('an intent that was never sent is denied after a crash', async (t) => {
  const { rig, id } = busyRig()
  for (const isLast of [isChange('accepted'), (frame: Frame) => outType(frame) === 'risk.verdict']) {
    const next = new Rig({ frames: cutAfter(rig, isLast), nowUs: rig.nowUs, venue: new PaperVenue() }).start(2)
    t.match(next.order(id), { status: 'DENIED', reason: 'RESTART_BEFORE_SEND', settled: true })
    t.equal(next.venue.posts.length, 0)
    t.equal(next.state.registry.tally.get('DENIED'), 1)
  }
})

t.test('a send whose status change was lost is completed, then in doubt', async (t) => {
  const { rig, id } = busyRig()
  const next = new Rig({ frames: cutAfter(rig, (frame) => outType(frame) === 'order.sent'), nowUs: rig.nowUs, venue: new PaperVenue() }).start(2)
  t.same(next.causes(id), ['accepted:NEW_LOCAL', 'send:SENT', 'ambiguous:UNKNOWN'])
  next.run(40_000_000)
  t.equal(next.order(id).status, 'NOT_RECEIVED')
  t.equal(next.venue.posts.length, 0)
  t.equal(next.state.registry.sentCount, 1)
})

t.test('an order that the venue has is found again, with the fills that were missed', async (t) => {
  const { rig, id } = busyRig()
  rig.venue.fill(id, '0.4', '0.4')
  const next = new Rig({ frames: cutAfter(rig, isChange('send')), nowUs: rig.nowUs, venue: rig.venue }).start(2)
  t.match(next.order(id), { status: 'PARTIAL', filledQty: '0.4' })
  t.equal(rig.venue.posts.length, 1)
})

t.test('an order that ended meanwhile is found ended', async (t) => {
  const { rig, id } = busyRig()
  rig.venue.fill(id, '1', '1')
  const next = new Rig({ frames: cutAfter(rig, isChange('ack')), nowUs: rig.nowUs, venue: rig.venue }).start(2)
  t.match(next.order(id), { status: 'FILLED', filledQty: '1', settled: true })
})

t.test('a halt is latched over a restart, before the venue is asked', async (t) => {
  const { rig, id } = busyRig()
  rig.venue.script.push({ call: 'DELETE /api/v3/order', result: lost })
  rig.offer({ type: 'kill.file' })
  const next = new Rig({ frames: rig.frames, nowUs: rig.nowUs, venue: rig.venue })
  t.equal(next.state.registry.halts.get('*'), 'K2')
  next.start(2).run(3_000_000)
  t.equal(next.order(id).status, 'CANCELED')
})

t.test('a gap in the stream of events is a bug', async (t) => {
  const event = { seq: 2, type: 'exec.reconciled', tsUs: 1, correlationId: 'c', body: {} }
  t.throws(() => applyRecord(createRegistry(), { type: 'exec.event', event, detail: null }, 1), /event 2 of exec follows event 0/)
})

t.test('a second send of one order is a bug', async (t) => {
  const { rig } = busyRig()
  const [sent] = rig.of('order.sent')
  t.throws(() => applyRecord(rig.state.registry, sent as never, 1), /was sent before/)
})

t.test('a fill is known by symbol, order and trade, and by nothing else', async (t) => {
  const fill = { symbol: 'A', venueOrderId: '1', tradeId: '2', price: '3', qty: '4', fee: '5', feeAsset: 'B' }
  t.equal(fillKey(fill), 'A 1 2')
  t.equal(fillText(fill), '3 4 5 B')
})
