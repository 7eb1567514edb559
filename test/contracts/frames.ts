import { CONTROL_BYTES_MAX, DATA_BYTES_MAX, decode, encode } from '../../src/lib/codec/cbor.ts'
import { validator } from '../../src/lib/codec/schema.ts'
import { ENVELOPE_VERSION, Envelope, RpcAnswerFrame, RpcRequestFrame } from '../../src/lib/contracts/envelope.ts'
import type { Message } from './messages.ts'

const EPOCH = 3
const NOW_US = 1_723_075_200_123_456
const CORRELATION = 'maker-3-17'

const published = ({ type }: Message, src: string, body: unknown): Envelope => ({
  v: ENVELOPE_VERSION,
  epoch: EPOCH,
  seq: 42,
  tsUs: NOW_US,
  src,
  type,
  body,
  correlationId: CORRELATION,
})

const request = ({ route }: Message, src: string, body: unknown): RpcRequestFrame => ({
  v: ENVELOPE_VERSION,
  kind: 'req',
  id: '17',
  src,
  deadlineUs: NOW_US + 500_000,
  deadlineMonoUs: 812_345_678.25,
  method: route,
  body,
  correlationId: CORRELATION,
})

const answer = (_message: Message, _src: string, body: unknown): RpcAnswerFrame => ({
  v: ENVELOPE_VERSION,
  kind: 'res',
  id: '17',
  epoch: EPOCH,
  ok: true,
  body,
})

const SHAPES = {
  published: { build: published, check: validator(Envelope), maxBytes: DATA_BYTES_MAX },
  request: { build: request, check: validator(RpcRequestFrame), maxBytes: CONTROL_BYTES_MAX },
  answer: { build: answer, check: validator(RpcAnswerFrame), maxBytes: DATA_BYTES_MAX },
} as const

/** The bytes of a message as the bus puts them on the wire. */
export const frameBytes = (message: Message, src: string, body: unknown): Uint8Array => encode(SHAPES[message.frame].build(message, src, body))

/** The body in a frame, read as the bus reads it; throws on bytes that the bus would drop. */
export const bodyIn = (message: Message, bytes: Uint8Array): unknown => {
  const { check, maxBytes } = SHAPES[message.frame]
  const decoded = decode(bytes, { maxBytes })
  const frame = decoded.ok ? check(decoded.value) : decoded
  if (!frame.ok) throw new Error(`'${message.name}' does not pass the bus: ${frame.error}`)
  if ('body' in frame.value) return frame.value.body
  throw new Error(`'${message.name}' carries no body`)
}
