import { readBody, readMessage } from '../binance/bodies.ts'
import { weight } from '../binance/calls.ts'
import { decimalOf, signedDecimalOf } from '../binance/field-values.ts'
import { type Fields, fieldsOf, listOf, textOf, wholeOf } from '../binance/fields.ts'
import { streamedFill } from '../binance/fills.ts'
import type { StreamKey, StreamMessage, VenueCall, VenueReport } from '../orders.ts'
import { streamTerms } from './order-words.ts'

const PATH = '/fapi/v1/listenKey'
const KEEP_EVERY_MS = 30 * 60_000
/** A trade, and one by which the venue liquidates. */
const EXECUTIONS: ReadonlySet<unknown> = new Set(['TRADE', 'CALCULATED'])

const reportOf = (fields: Fields): VenueReport => ({
  ...streamTerms(fields),
  symbol: textOf(fields, 's'),
  clientOrderId: textOf(fields, 'c'),
  venueOrderId: String(wholeOf(fields, 'i')),
  venueMs: wholeOf(fields, 'T'),
})

const isExecution = (fields: Fields): boolean => EXECUTIONS.has(fields.x) && decimalOf(fields, 'l') !== '0'

const readReport = (event: Fields): StreamMessage => {
  const fields = fieldsOf(event.o, 'o')
  const report = reportOf(fields)
  return { kind: 'order', report, fill: isExecution(fields) ? streamedFill(fields, report) : null }
}

/** The wallet alone: what of it is bound the event does not say. */
const readBalances = (event: Fields): StreamMessage => ({
  kind: 'balances',
  balances: listOf(fieldsOf(event.a, 'a').B, 'B').map((value) => {
    const balance = fieldsOf(value, 'B')
    return { asset: textOf(balance, 'a'), free: signedDecimalOf(balance, 'wb'), locked: '0' }
  }),
})

const ended = (event: Fields): StreamMessage => ({ kind: 'ended', reason: textOf(event, 'e') })

const READERS: Readonly<Record<string, (event: Fields) => StreamMessage>> = {
  ORDER_TRADE_UPDATE: readReport,
  ACCOUNT_UPDATE: readBalances,
  listenKeyExpired: ended,
  serverShutdown: ended,
}

const readEvent = (value: unknown): StreamMessage => {
  const frame = fieldsOf(value, 'frame')
  const event = frame.stream === undefined ? frame : fieldsOf(frame.data, 'data')
  const name = typeof event.e === 'string' ? event.e : ''
  const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined
  return reader === undefined ? { kind: 'ignored' } : reader(event)
}

/** One frame of the stream of a listen key. Never throws. */
export const readStream = (text: string): StreamMessage => readMessage(text, readEvent)

const keyCall = (method: VenueCall['method']): VenueCall => ({ method, path: PATH, params: [], security: 'key', cost: weight(1) })

/** A listen key lives an hour from its last call. */
export const listenKey: StreamKey = {
  keepEveryMs: KEEP_EVERY_MS,
  open: () => keyCall('POST'),
  keep: () => keyCall('PUT'),
  path: (key) => `/private/ws?listenKey=${encodeURIComponent(key)}`,
  readKey: (result) => readBody(result, (value) => textOf(fieldsOf(value, 'key'), 'listenKey')),
}
