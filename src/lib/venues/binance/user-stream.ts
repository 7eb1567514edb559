import type { StreamMessage, VenueReport } from '../orders.ts'
import { readMessage } from './bodies.ts'
import { decimalOf } from './field-values.ts'
import { type Fields, fieldsOf, listOf, textOf, wholeOf } from './fields.ts'
import { streamedFill } from './fills.ts'
import { STREAM_NAMES, termsOf } from './order-words.ts'
import { rareTermsOf, STREAM_RARE_NAMES } from './rare-terms.ts'

/** A cancel has an id of its own, then `C` names the order it canceled. */
const clientIdOf = (fields: Fields): string => {
  const original = fields.C
  return typeof original === 'string' && original !== '' ? original : textOf(fields, 'c')
}

const reportOf = (fields: Fields): VenueReport => {
  const terms = termsOf(fields, STREAM_NAMES)
  const refusal = fields.r
  return {
    ...terms,
    ...rareTermsOf(fields, STREAM_RARE_NAMES),
    symbol: textOf(fields, 's'),
    clientOrderId: clientIdOf(fields),
    venueOrderId: String(wholeOf(fields, 'i')),
    venueMs: wholeOf(fields, 'T'),
    reason: terms.status === 'REJECTED' && typeof refusal === 'string' ? refusal.slice(0, 60) : terms.reason,
  }
}

const readReport = (fields: Fields): StreamMessage => {
  const report = reportOf(fields)
  return { kind: 'order', report, fill: fields.x === 'TRADE' ? streamedFill(fields, report) : null }
}

const readBalances = (fields: Fields): StreamMessage => ({
  kind: 'balances',
  balances: listOf(fields.B, 'B').map((value) => {
    const balance = fieldsOf(value, 'B')
    return { asset: textOf(balance, 'a'), free: decimalOf(balance, 'f'), locked: decimalOf(balance, 'l') }
  }),
})

const ended = (fields: Fields): StreamMessage => ({ kind: 'ended', reason: textOf(fields, 'e') })

const READERS: Readonly<Record<string, (fields: Fields) => StreamMessage>> = {
  executionReport: readReport,
  outboundAccountPosition: readBalances,
  eventStreamTerminated: ended,
  serverShutdown: ended,
}

const readEvent = (event: Fields): StreamMessage => {
  const name = textOf(event, 'e')
  const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined
  return reader === undefined ? { kind: 'ignored' } : reader(event)
}

const readAnswer = (frame: Fields): StreamMessage => {
  const id = typeof frame.id === 'number' ? frame.id : -1
  if (frame.status === 200) return { kind: 'subscribed', id }
  const { code, msg } = typeof frame.error === 'object' && frame.error !== null ? (frame.error as Fields) : {}
  return { kind: 'refused', id, reason: `${JSON.stringify(code ?? frame.status ?? null)} ${typeof msg === 'string' ? msg.slice(0, 200) : ''}` }
}

const readFrame = (frame: Fields): StreamMessage => {
  if ('event' in frame) return readEvent(fieldsOf(frame.event, 'event'))
  return 'e' in frame ? readEvent(frame) : readAnswer(frame)
}

/** One frame of the WebSocket API: an answer, or an event, bare or wrapped. Never throws. */
export const readStream = (text: string): StreamMessage => readMessage(text, (value) => readFrame(fieldsOf(value, 'frame')))
