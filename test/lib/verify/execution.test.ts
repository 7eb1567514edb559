import t from 'tap'
import { decodeFrames, execEvents, finalOrders, sends } from '../../../src/lib/verify/execution.ts'
import { BOUGHT, CANCELED, cleanEvidence, DEAD_SERVER_MS, DENIED } from '../../kit/evidence.ts'

t.test('finds the stream in the journal and leaves other frames out', async (t) => {
  const events = execEvents(cleanEvidence().exec)
  t.strictSame(
    events.map(({ event }) => event.seq),
    Array.from({ length: 15 }, (_, index) => index + 1),
  )
  t.strictSame(execEvents([{ seq: 1, tsUs: 1, epoch: 1, type: 'EVENT', payload: { type: 'another' } }]), [])
})

t.test('knows every order as it was in the end', async (t) => {
  t.strictSame(
    [...finalOrders(cleanEvidence())].map(([id, { status }]) => [id, status]),
    [
      [BOUGHT, 'FILLED'],
      [CANCELED, 'CANCELED'],
      [DENIED, 'DENIED'],
    ],
  )
})

t.test('lists the orders that left with the time of their proof', async (t) => {
  t.match(sends(cleanEvidence().exec), [
    { frame: { seq: 5 }, clientOrderId: BOUGHT, deadServerMs: DEAD_SERVER_MS },
    { frame: { seq: 9 }, clientOrderId: CANCELED, deadServerMs: DEAD_SERVER_MS },
  ])
})

t.test('decodes the payload of every frame and nothing else', async (t) => {
  const frame = { seq: 3, tsUs: 4, epoch: 2, type: 'SEND' as const, payload: Uint8Array.of(7) }
  t.strictSame(
    decodeFrames([frame], ({ payload }) => ({ first: payload[0] })),
    [{ ...frame, payload: { first: 7 } }],
  )
})
