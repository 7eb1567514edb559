import t from 'tap'
import type { Order } from '../../../src/lib/contracts/exec.ts'
import { transitionsAreLegal } from '../../../src/lib/verify/transitions.ts'
import { verify } from '../../../src/lib/verify/verify.ts'
import { BOUGHT, DENIED, restated, retold, withExec } from '../../kit/evidence.ts'

/** The clean journal with one event of the stream told otherwise. */
const told = (seq: number, cause: string, order: Partial<Order> = {}) =>
  withExec((frames) =>
    frames.map((frame) =>
      frame.seq === seq
        ? restated(
            retold(frame, (event) => ({ ...event, body: { ...(event.body as object), cause } })),
            order,
          )
        : frame,
    ),
  )

t.test('O4 names an illegal transition', async (t) => {
  const where = 'exec journal, frame 13'
  t.strictSame(verify(told(13, 'cancelRej')).violations, [{ id: 'O4', what: `order '${DENIED}': 'cancelRej' is illegal in NEW_LOCAL`, where }])
})

t.test('O4 names a transition that leads elsewhere than the table says', async (t) => {
  t.strictSame(transitionsAreLegal(told(13, 'deny', { status: 'CANCELED' })), [
    { id: 'O4', what: `order '${DENIED}': 'deny' leads from NEW_LOCAL to DENIED, not to CANCELED`, where: 'exec journal, frame 13' },
  ])
  t.match(transitionsAreLegal(told(18, 'cancelReq', { status: 'CANCELED' })), [{ what: /'cancelReq' leads from PARTIAL to PARTIAL, not to CANCELED$/ }])
})

t.test('O4 names a cause that the table does not know', async (t) => {
  t.match(transitionsAreLegal(told(13, 'denied')), [{ id: 'O4', what: `order '${DENIED}': 'denied' is no event of the transition table` }])
  t.match(transitionsAreLegal(told(13, 'toString')), [{ what: /'toString' is no event/ }])
})

t.test('O4 wants an order to be born once, as NEW_LOCAL', async (t) => {
  t.match(transitionsAreLegal(told(4, 'ack')), [{ id: 'O4', what: `order '${BOUGHT}': begins with 'ack' in NEW_LOCAL, not with 'accepted' in NEW_LOCAL` }])
  t.match(
    transitionsAreLegal(told(12, 'accepted', { status: 'DENIED' })),
    [{ what: /begins with 'accepted' in DENIED/ }, { what: /leads|illegal/ }].slice(0, 1),
  )
  t.match(transitionsAreLegal(told(6, 'accepted')), [{ what: `order '${BOUGHT}': 'accepted' is no event of the transition table` }])
})

t.test('O4 names a hole in the stream, once', async (t) => {
  const evidence = withExec((frames) =>
    frames.map((frame) => (frame.seq >= 18 && frame.type === 'EVENT' ? retold(frame, (event) => ({ ...event, seq: event.seq + 1 })) : frame)),
  )
  t.strictSame(verify(evidence).violations, [{ id: 'O4', what: 'event 15 where 14 is due', where: 'exec journal, frame 18' }])
})
