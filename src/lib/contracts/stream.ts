import { type Static, Type } from 'typebox'
import { Identifier, Microseconds } from './words.ts'

/** Request `events.since`: events of a class A stream with a sequence above `after`, oldest first. */
export const SinceRequest = Type.Object(
  {
    stream: Type.Union([Type.Literal('exec.events'), Type.Literal('risk.events')]),
    after: Type.Integer({ minimum: 0, description: 'last sequence already applied' }),
    max: Type.Integer({ minimum: 1, maximum: 1000, description: 'most events to return' }),
  },
  { description: 'events wanted' },
)
export type SinceRequest = Static<typeof SinceRequest>

/** One event with its gap-free sequence in the stream. */
export const StreamEvent = Type.Object(
  { seq: Type.Integer({ minimum: 1 }), type: Type.String(), tsUs: Microseconds, correlationId: Identifier, body: Type.Unknown() },
  { description: 'event of a class A stream' },
)
export type StreamEvent = Static<typeof StreamEvent>

/** `lastSeq` is the newest of the stream, so a follower knows whether it has caught up. */
export const SinceAnswer = Type.Object(
  { epoch: Type.Integer(), events: Type.Array(StreamEvent), lastSeq: Type.Integer(), more: Type.Boolean() },
  { description: 'events found' },
)
export type SinceAnswer = Static<typeof SinceAnswer>
