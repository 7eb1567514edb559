import { type Static, Type } from 'typebox'
import { Identifier } from './words.ts'

/** Major version of the envelope itself. */
export const ENVELOPE_VERSION = 1

/** Second frame of a published message; the first frame is the topic and a closing dot. `seq` counts from 1 per (src, topic) in an epoch; a new epoch is a resync, not a gap. */
export const Envelope = Type.Object(
  {
    v: Type.Literal(ENVELOPE_VERSION),
    type: Type.String({ description: 'name of the body, past tense: order.filled' }),
    epoch: Type.Integer({ minimum: 0, description: 'incarnation of the publisher' }),
    seq: Type.Integer({ minimum: 1, description: 'position in the stream of this topic' }),
    tsUs: Type.Integer({ minimum: 0, description: 'time of publishing, microseconds since the Unix epoch' }),
    src: Type.String({ description: 'publishing service' }),
    correlationId: Identifier,
    causationId: Type.Optional(Identifier),
    body: Type.Unknown({ description: 'as the topic says' }),
  },
  { description: 'published message' },
)
export type Envelope = Static<typeof Envelope>

/** One request frame. A receiver drops it, and counts it, when `deadlineUs` is past. */
export const RpcRequestFrame = Type.Object(
  {
    v: Type.Literal(ENVELOPE_VERSION),
    kind: Type.Literal('req'),
    id: Identifier,
    method: Type.String({ description: 'imperative: order.submit' }),
    deadlineUs: Type.Integer({ minimum: 0, description: 'epoch microseconds after which the answer is useless' }),
    deadlineMonoUs: Type.Optional(
      Type.Number({ minimum: 0, description: 'the same on the host monotonic clock; wins on one host, where wall clocks of processes may differ' }),
    ),
    src: Type.String({ description: 'asking service' }),
    correlationId: Identifier,
    causationId: Type.Optional(Identifier),
    body: Type.Unknown({ description: 'as the method says' }),
  },
  { description: 'request' },
)
export type RpcRequestFrame = Static<typeof RpcRequestFrame>

/** Why a request was refused. `code` is stable; `category` says who must act. */
export const RpcError = Type.Object(
  {
    code: Type.String({ description: 'stable name: RISK_TIMEOUT' }),
    category: Type.Union([Type.Literal('retry'), Type.Literal('reject'), Type.Literal('fatal')]),
    message: Type.String({ description: 'one sentence for humans' }),
    hint: Type.Optional(Type.String({ description: 'what to do' })),
  },
  { description: 'refusal' },
)
export type RpcError = Static<typeof RpcError>

/** One answer frame. */
export const RpcAnswerFrame = Type.Union(
  [
    Type.Object({
      v: Type.Literal(ENVELOPE_VERSION),
      kind: Type.Literal('res'),
      id: Identifier,
      epoch: Type.Integer({ minimum: 0, description: 'incarnation of the answering service' }),
      ok: Type.Literal(true),
      body: Type.Unknown({ description: 'as the method says' }),
    }),
    Type.Object({
      v: Type.Literal(ENVELOPE_VERSION),
      kind: Type.Literal('res'),
      id: Identifier,
      epoch: Type.Integer({ minimum: 0, description: 'incarnation of the answering service' }),
      ok: Type.Literal(false),
      error: RpcError,
    }),
  ],
  { description: 'answer' },
)
export type RpcAnswerFrame = Static<typeof RpcAnswerFrame>
