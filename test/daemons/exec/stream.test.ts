import t from 'tap'
import { Rig } from './rig.ts'

t.test('frames of an earlier socket are ignored', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(10_000)
  const text = rig.venue.tradeReport(id, rig.venue.fill(id, '1', '1'))
  rig.offer({ type: 'stream.text', generation: rig.state.stream.generation - 1, text })
  rig.offer({ type: 'stream.closed', generation: rig.state.stream.generation - 1, reason: 'old' })
  t.equal(rig.order(id).filledQty, '0')
  t.equal(rig.state.phase, 'ready')
})

t.test('a frame that makes no sense is counted and dropped', async (t) => {
  const rig = new Rig().start()
  for (const text of ['{', '[]', '{"e":"executionReport"}', '{"subscriptionId":0,"event":{"e":"executionReport","s":1}}']) rig.text(text)
  rig.run(10_000)
  t.equal(rig.state.malformedCount, 4)
  t.equal(rig.state.phase, 'ready')
})

t.test('a stream that announces its end is opened again', async (t) => {
  const rig = new Rig().start()
  rig.text('{"event":{"e":"serverShutdown","E":1}}')
  rig.run(2_000)
  t.equal(rig.state.phase, 'syncing')
  rig.run(1_000_000)
  t.equal(rig.state.phase, 'ready')
  t.equal(rig.of('stream.open').length, 2)
})

t.test('a refused subscription is tried again', async (t) => {
  const rig = new Rig()
  rig.offer({ type: 'start', epoch: 1 })
  while (rig.of('stream.frame').length === 0) rig.run(500)
  rig.offer({ type: 'stream.text', generation: rig.state.stream.generation, text: '{"id":1,"status":401,"error":{"code":-2015,"msg":"Invalid API-key"}}' })
  t.equal(rig.state.phase, 'syncing')
  rig.run(1_000_000)
  t.equal(rig.state.phase, 'ready')
})
