import t from 'tap'
import { eventRecord } from '../../../src/lib/cli/exec-stream.ts'

t.test('an event is the record that a tail of its topic prints', async (t) => {
  const event = { seq: 3, type: 'order.changed', tsUs: 1_800_000_000_000_000, correlationId: 'c1', body: { execSeq: 3, cause: 'ack' } }
  t.same(eventRecord(event), {
    v: 1,
    type: 'order.changed',
    ts: 1_800_000_000_000,
    src: 'exec',
    seq: 3,
    topic: 'exec.events',
    execSeq: 3,
    cause: 'ack',
    correlationId: 'c1',
  })
})
