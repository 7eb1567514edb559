import t from 'tap'
import type { StreamEvent } from '../../../src/lib/contracts/stream.ts'
import { Rig } from './rig.ts'

interface Page {
  readonly epoch: number
  readonly events: StreamEvent[]
  readonly lastSeq: number
  readonly more: boolean
}

const pageAfter = (rig: Rig, after: number, max = 1000): Page => {
  const answer = rig.request('events.since', { stream: 'exec.events', after, max })
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.body as Page
}

t.test('the stream is served in order, in pages that fit a frame', async (t) => {
  const rig = new Rig().start(3)
  for (let count = 0; count < 60; count++) {
    rig.submit({ price: String(100 + count) })
    rig.run(5_000)
  }
  const seen: number[] = []
  for (let page = pageAfter(rig, 0); ; page = pageAfter(rig, seen.length)) {
    t.ok(JSON.stringify(page.events).length < 48 * 1024)
    seen.push(...page.events.map(({ seq }) => seq))
    t.equal(page.epoch, 3)
    if (!page.more) break
  }
  t.same(
    seen,
    Array.from({ length: rig.state.registry.events.length }, (_, index) => index + 1),
  )
  t.equal(pageAfter(rig, 5, 2).events.length, 2)
  t.match(rig.request('events.since', { stream: 'risk.events', after: 0, max: 1 }), { ok: false, error: { code: 'UNKNOWN_STREAM' } })
})

t.test('the stream goes on over a restart', async (t) => {
  const rig = new Rig().start(1)
  rig.submit()
  rig.run(10_000)
  const before = rig.state.registry.events.length
  const next = rig.restart(2)
  const page = pageAfter(next, before)
  t.equal(page.events[0]?.seq, before + 1)
  t.equal(page.epoch, 2)
})

t.test('orders are told by id or as far as they live', async (t) => {
  const rig = new Rig().start()
  const one = rig.submit()
  const two = rig.submit({ price: '99' })
  rig.run(10_000)
  rig.request('order.cancel', { clientOrderId: one })
  rig.run(10_000)
  t.match(rig.request('order.status', { clientOrderId: one }), { ok: true, body: { orders: [{ clientOrderId: one, status: 'CANCELED' }] } })
  const all = rig.request('order.status', {})
  t.match(all, { ok: true, body: { orders: [{ clientOrderId: two }] } })
  t.match(rig.request('order.status', { clientOrderId: 'nobody' }), { ok: false, error: { code: 'UNKNOWN_ORDER' } })
  t.match(rig.request('order.replace', {}), { ok: false, error: { code: 'UNKNOWN_METHOD' } })
})
