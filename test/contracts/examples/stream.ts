import type { SinceAnswer, SinceRequest, StreamEvent } from '../../../src/lib/contracts/stream.ts'
import { changed, filled, reconciled } from './exec.ts'
import { denied } from './risk.ts'

const event = (seq: number, type: string, body: object): StreamEvent => ({
  seq,
  type,
  tsUs: 1_723_075_200_000_000 + seq,
  correlationId: `maker-3-${seq}`,
  body,
})

const wanted: SinceRequest = { stream: 'exec.events', after: 0, max: 200 }
const exec: SinceAnswer = {
  epoch: 3,
  events: [event(1, 'exec.reconciled', reconciled), event(2, 'order.changed', changed), event(4, 'order.filled', filled)],
  lastSeq: 9,
  more: true,
}
const risk: SinceAnswer = { epoch: 2, events: [event(1, 'risk.denied', denied)], lastSeq: 1, more: false }

export const streamExamples = {
  'events.since.request': { exec: wanted, risk: { stream: 'risk.events', after: 12, max: 1000 } },
  'events.since.answer': { exec, risk, none: { epoch: 1, events: [], lastSeq: 0, more: false } },
}
