import t from 'tap'
import type { CommonIn, CommonOut } from '../../../src/lib/daemon/effects.ts'
import { createPerformer } from '../../../src/lib/daemon/performer.ts'
import { shellPorts } from '../../kit/shell-ports.ts'

const setup = () => {
  const { ports, calls, replies, advance, waiting } = shellPorts()
  const [offered, published, logged, ends]: [CommonIn[], unknown[], unknown[], unknown[]] = [[], [], [], []]
  const performer = createPerformer({
    clock: ports.clock,
    bus: { ...ports.bus, publish: (message) => void published.push(message) },
    log: { write: (...entry) => void logged.push(entry) },
    offer: (input) => void offered.push(input),
    end: (...end) => void ends.push(end),
  })
  return { offered, published, logged, ends, calls, replies, advance, waiting, performer, perform: (out: CommonOut) => performer.perform(out) }
}

const fired = (id: string) => ({ type: 'timer.fired', id })

t.test('fires a timer once, when it is due', async (t) => {
  const { perform, advance, offered } = setup()
  perform({ type: 'timer.set', id: 'a', afterUs: 100 })
  advance(99)
  t.same(offered, [])
  advance(1_000)
  t.same(offered, [fired('a')])
})

t.test('replaces a timer that is set again', async (t) => {
  const { perform, advance, offered, waiting } = setup()
  perform({ type: 'timer.set', id: 'a', afterUs: 100 })
  perform({ type: 'timer.set', id: 'a', afterUs: 300 })
  t.equal(waiting(), 1)
  advance(200)
  t.same(offered, [])
  advance(100)
  t.same(offered, [fired('a')])
  perform({ type: 'timer.set', id: 'a', afterUs: 50 })
  advance(50)
  t.equal(offered.length, 2)
})

t.test('never fires a timer that was cleared', async (t) => {
  const { perform, advance, offered, waiting } = setup()
  for (const id of ['a', 'b']) perform({ type: 'timer.set', id, afterUs: 100 })
  perform({ type: 'timer.clear', id: 'a' })
  perform({ type: 'timer.clear', id: 'unknown' })
  advance(1_000)
  t.same(offered, [fired('b')])
  t.equal(waiting(), 0)
})

t.test('fires nothing once it is closed', async (t) => {
  const { perform, performer, advance, offered, waiting } = setup()
  for (const id of ['a', 'b']) perform({ type: 'timer.set', id, afterUs: 100 })
  performer.close()
  advance(1_000)
  t.same(offered, [])
  t.equal(waiting(), 0)
})

t.test('brings back the answer of a request by its id', async (t) => {
  const { perform, calls, offered } = setup()
  const request = { type: 'rpc.request', service: 'risk', method: 'risk.check', body: { a: 1 }, timeoutUs: 5, correlationId: 'c' } as const
  perform({ ...request, id: 'one' })
  perform({ ...request, id: 'two' })
  t.match(calls, [{ call: { service: 'risk', method: 'risk.check', body: { a: 1 }, timeoutUs: 5, correlationId: 'c' } }, {}])
  const error = { code: 'TIMEOUT', category: 'retry', message: 'late' } as const
  calls[1]?.done({ ok: true, epoch: 4, body: { b: 2 } })
  calls[0]?.done({ ok: false, error })
  t.strictSame(offered, [
    { type: 'rpc.answered', id: 'two', answer: { ok: true, body: { b: 2 } } },
    { type: 'rpc.answered', id: 'one', answer: { ok: false, error } },
  ])
})

t.test('replies, publishes, logs and ends', async (t) => {
  const { perform, replies, published, logged, ends } = setup()
  perform({ type: 'rpc.reply', requestId: 'r', answer: { ok: true, body: 1 } })
  perform({ type: 'publish', topic: 'exec.events', kind: 'order.filled', body: 2, correlationId: 'c' })
  perform({ type: 'log', level: 'warn', message: 'late', fields: { byMs: 3 } })
  perform({ type: 'stopped' })
  perform({ type: 'failed', exit: 4, message: 'no key' })
  t.same(replies, [['r', { ok: true, body: 1 }]])
  t.same(published, [{ topic: 'exec.events', type: 'order.filled', body: 2, correlationId: 'c' }])
  t.same(logged, [['warn', 'late', { byMs: 3 }]])
  t.same(ends, [
    [0, 'stopped'],
    [4, 'no key'],
  ])
})

t.test("leaves a daemon's own effects to its shell", async (t) => {
  const { performer } = setup()
  t.equal(performer.perform({ type: 'venue.send' }), false)
  t.equal(performer.perform({ type: 'timer.clear' }), true)
})
