import t from 'tap'
import type { Order } from '../../../src/lib/contracts/exec.ts'
import type { Evidence } from '../../../src/lib/verify/evidence.ts'
import { acceptedWereSent, noneIsDoubled, sentAreSettled } from '../../../src/lib/verify/orders.ts'
import { verify } from '../../../src/lib/verify/verify.ts'
import { BOUGHT, cleanEvidence, DEAD_SERVER_MS, numbered, restated, withExec, withTruth } from '../../kit/evidence.ts'

t.test('O1 names an accepted order without a SEND', async (t) => {
  const evidence = withExec((frames) => frames.filter(({ seq }) => seq !== 5))
  t.match(verify(evidence).violations, [{ id: 'O1', what: `order '${BOUGHT}' was accepted without a SEND in exec's journal`, where: 'truth record 3' }])
})

t.test('O1 names a SEND that stands behind the news of its order', async (t) => {
  const evidence = withExec((frames) => [...frames.filter(({ seq }) => seq !== 5), ...frames.filter(({ seq }) => seq === 5)])
  t.strictSame(verify(evidence).violations, [{ id: 'O1', what: `order '${BOUGHT}' was known at the venue before its SEND`, where: 'exec journal, frame 6' }])
})

t.test('O1 leaves orders alone that somebody else gave the venue', async (t) => {
  const evidence = withTruth((records) => [...records, { type: 'accept', orderId: '99', clientOrderId: 'web_1' }])
  t.strictSame(acceptedWereSent(evidence), [])
})

/** One order that was sent, as the stream knew it in the end, and what the venue wrote of it. */
const sentOnce = (status: Order['status'], truth: readonly string[], endUs: number): Evidence => {
  const clean = cleanEvidence()
  const [, , , accepted, send, sent] = clean.exec
  if (accepted === undefined || send === undefined || sent === undefined) throw new Error('the clean journal is shorter than it was')
  return {
    ...clean,
    exec: numbered([accepted, send, restated(sent, { status })]),
    truth: truth.map((type, index) => ({ seq: index + 1, tsUs: 1, type, clientOrderId: BOUGHT })),
    endUs,
  }
}

const BEFORE_US = DEAD_SERVER_MS * 1_000 - 1
const AFTER_US = DEAD_SERVER_MS * 1_000

t.test('O2 settles an order by the venue, by proof, or by its age', async (t) => {
  const settled: ReadonlyArray<readonly [Order['status'], readonly string[], number]> = [
    ['WORKING', ['accept'], AFTER_US],
    ['REJECTED', ['reject'], AFTER_US],
    ['NOT_RECEIVED', [], AFTER_US],
    ['NOT_RECEIVED', ['reject'], AFTER_US],
    ['UNKNOWN', [], BEFORE_US],
    ['SENT', [], BEFORE_US],
    ['UNKNOWN', ['accept'], AFTER_US],
  ]
  for (const [status, truth, endUs] of settled) t.strictSame(sentAreSettled(sentOnce(status, truth, endUs)), [], `${status}, venue: ${truth}`)
})

t.test('O2 names an order that was sent and never seen', async (t) => {
  for (const status of ['WORKING', 'UNKNOWN', 'SENT', 'REJECTED'] as const) {
    const what = `order '${BOUGHT}' was sent, is ${status}, and the venue never saw it`
    t.strictSame(sentAreSettled(sentOnce(status, [], AFTER_US)), [{ id: 'O2', what, where: 'exec journal, frame 2' }])
  }
  const untold = { ...cleanEvidence(), exec: numbered([{ type: 'SEND', payload: { clientOrderId: BOUGHT, deadServerMs: 0 } }]), truth: [] }
  t.match(sentAreSettled(untold), [{ id: 'O2', what: /is unknown to the stream, and the venue never saw it$/ }])
})

t.test('O2 names an order that counts as never received although the venue accepted it', async (t) => {
  t.strictSame(sentAreSettled(sentOnce('NOT_RECEIVED', ['accept'], AFTER_US)), [
    { id: 'O2', what: `order '${BOUGHT}' is NOT_RECEIVED but the venue accepted it`, where: 'exec journal, frame 2' },
  ])
})

t.test('O3 names a doubled acceptance', async (t) => {
  const evidence = withTruth((records) => [...records, ...records.filter(({ seq }) => seq === 3)])
  t.strictSame(verify(evidence).violations, [{ id: 'O3', what: `order '${BOUGHT}' appears 2 times`, where: 'accept records of the truth log' }])
})

t.test('O3 names a doubled SEND', async (t) => {
  const evidence = withExec((frames) => frames.flatMap((frame) => (frame.seq === 5 ? [frame, frame] : [frame])))
  t.strictSame(verify(evidence).violations, [{ id: 'O3', what: `order '${BOUGHT}' appears 2 times`, where: 'SEND frames of exec' }])
  t.strictSame(noneIsDoubled(cleanEvidence()), [])
})
