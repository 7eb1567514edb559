import t from 'tap'
import type { Order } from '../../../src/lib/contracts/exec.ts'
import type { DecodedFrame } from '../../../src/lib/verify/evidence.ts'
import { fillsAreExact } from '../../../src/lib/verify/fills.ts'
import { BOUGHT, bought, cleanEvidence, DENIED, restated, retold, withExec, withTruth } from '../../kit/evidence.ts'

const inFrame = (seq: number, change: (frame: DecodedFrame) => DecodedFrame) =>
  withExec((frames) => frames.map((frame) => (frame.seq === seq ? change(frame) : frame)))
const toldOrder = (seq: number, fields: Partial<Order>) => inFrame(seq, (frame) => restated(frame, fields))
const toldFill = (fields: object) =>
  inFrame(14, (frame) => retold(frame, (event) => ({ ...event, body: { ...(event.body as object), fill: { ...bought, ...fields } } })))

t.test('O5 names a fill that is booked twice, and that the sum is off', async (t) => {
  const evidence = withExec((frames) => frames.flatMap((frame) => (frame.seq === 14 ? [frame, frame] : [frame])))
  t.strictSame(fillsAreExact(evidence), [
    { id: 'O5', what: "fill 'BTCUSDT 11 501' is booked twice", where: 'exec journal, frame 15' },
    { id: 'O5', what: 'fills add up to 0.002, the order says 0.001', where: `order '${BOUGHT}'` },
  ])
})

t.test('O5 names a fill that was missed', async (t) => {
  const evidence = withTruth((records) => [...records, { type: 'fill', symbol: 'BTCUSDT', orderId: '12', tradeId: '503', qty: '0.0006' }])
  t.strictSame(fillsAreExact(evidence), [{ id: 'O5', what: "fill 'BTCUSDT 12 503' was missed", where: 'truth record 10' }])
})

t.test('O5 names a fill that never happened', async (t) => {
  const evidence = withTruth((records) => records.filter(({ tradeId }) => tradeId !== '501'))
  t.strictSame(fillsAreExact(evidence), [{ id: 'O5', what: "fill 'BTCUSDT 11 501' never happened", where: "exec's stream" }])
})

t.test('O5 tells trades of the same number apart by their order', async (t) => {
  t.strictSame(
    fillsAreExact(toldFill({ venueOrderId: '12' })).map(({ what }) => what),
    ["fill 'BTCUSDT 11 501' was missed", "fill 'BTCUSDT 12 501' never happened"],
  )
})

t.test('O5 names an order whose fills do not add up', async (t) => {
  t.strictSame(fillsAreExact(toldOrder(19, { filledQty: '0.0005' })), [
    { id: 'O5', what: 'fills add up to 0.0004, the order says 0.0005', where: "order 'T1maker0-00001-0000002n'" },
  ])
})

t.test('O5 names an order that got more than was ordered', async (t) => {
  t.strictSame(fillsAreExact(toldOrder(15, { qty: '0.0009' })), [{ id: 'O5', what: 'filled 0.001 of 0.0009', where: `order '${BOUGHT}'` }])
})

t.test('O5 names fills of another order than the stream says, or of none', async (t) => {
  t.match(fillsAreExact(toldFill({ clientOrderId: 'nobody' })), [
    { what: "fill of order 'nobody' that the stream never told of", where: "exec's stream" },
    { what: 'fills add up to 0, the order says 0.001', where: `order '${BOUGHT}'` },
  ])
  t.match(fillsAreExact(toldFill({ clientOrderId: DENIED })), [{ where: `order '${BOUGHT}'` }, { where: `order '${DENIED}'` }])
  t.strictSame(fillsAreExact(cleanEvidence()), [])
})
