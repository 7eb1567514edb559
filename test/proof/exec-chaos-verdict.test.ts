import t from 'tap'
import type { OrderChanged } from '../../src/lib/contracts/exec.ts'
import type { StreamEvent } from '../../src/lib/contracts/stream.ts'
import type { Evidence } from '../../src/lib/verify/evidence.ts'
import { verify } from '../../src/lib/verify/verify.ts'
import { BOUGHT, CANCELED, cleanEvidence } from '../kit/evidence.ts'
import { harmOf } from './exec-chaos-verdict.ts'

/** Each order of an intent of its own. */
const evidenceOf = (): Evidence => {
  const evidence = cleanEvidence()
  const exec = evidence.exec.map((frame) => {
    const event = frame.payload.event as StreamEvent | undefined
    if (event?.type !== 'order.changed') return frame
    const body = event.body as OrderChanged
    const order = { ...body.order, intentId: body.order.clientOrderId }
    return { ...frame, payload: { ...frame.payload, event: { ...event, body: { ...body, order } } } }
  })
  return { ...evidence, exec }
}

const none = { promises: new Map<string, string>(), contradictions: [] }

t.test('a sound run did no harm', async (t) => {
  const evidence = evidenceOf()
  const harm = harmOf(evidence, verify(evidence), none)
  t.strictSame(harm, { orders: 2, lost: 0, duplicated: 0, fillsMissed: 0, fillsDoubled: 0, problems: [] })
})

t.test('an order that was accepted twice is doubled', async (t) => {
  const evidence = evidenceOf()
  const again = evidence.truth.filter(({ type, clientOrderId }) => type === 'accept' && clientOrderId === BOUGHT)
  const doubled = { ...evidence, truth: [...evidence.truth, ...again] }
  t.match(harmOf(doubled, verify(doubled), none), { lost: 0, duplicated: 1 })
})

t.test('a fill that exec never told of is missed, and so is an order without its record', async (t) => {
  const evidence = evidenceOf()
  const fills = evidence.truth.filter(({ type, clientOrderId }) => type === 'fill' && clientOrderId === CANCELED)
  const more = { ...evidence, truth: [...evidence.truth, ...fills.map((fill) => ({ ...fill, tradeId: '999' }))] }
  t.match(harmOf(more, verify(more), none), { fillsMissed: 1 })
  const less = { ...evidence, exec: evidence.exec.filter(({ type, payload }) => type !== 'SEND' || payload.clientOrderId !== BOUGHT) }
  t.match(harmOf(less, verify(less), none), { lost: 1 })
})

t.test('what was acknowledged and is not in the journal is lost; two ids for one intent are a double', async (t) => {
  const evidence = evidenceOf()
  const promised = { promises: new Map([['maker gone', 'T1maker0-00001-0000009n']]), contradictions: ['maker i1: a and b'] }
  t.match(harmOf(evidence, verify(evidence), promised), { lost: 1, duplicated: 1 })
})
