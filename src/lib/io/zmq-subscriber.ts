import { Buffer } from 'node:buffer'
import { Subscriber } from 'zeromq'
import { fail, ok, type Result } from '../base/result.ts'
import { DATA_BYTES_MAX, decode } from '../codec/cbor.ts'
import { validator } from '../codec/schema.ts'
import { Envelope } from '../contracts/envelope.ts'
import { topicPattern } from '../contracts/topology.ts'
import type { BusMessage } from '../ports/bus.ts'
import type { Cancel } from '../ports/clock.ts'
import { type BusContext, peerSocket } from './bus-context.ts'
import { createStreamGaps } from './stream-gaps.ts'
import { hold, RECONNECT, receiveEach } from './zmq-registry.ts'

const WAITING_COUNT_MAX = 10_000
const TOPIC_BYTES_MAX = 256
const DOT = '.'.charCodeAt(0)

export interface BusSubscriber {
  subscribe(pattern: string, onMessage: (message: BusMessage) => void): Cancel
  close(): void
}

interface Subscription {
  readonly pattern: string
  readonly onMessage: (message: BusMessage) => void
}

const checkEnvelope = validator(Envelope)

/** What the publisher compares bytes with: a topic and its closing dot, or everything before `{symbol}`. */
const prefixOf = (pattern: string): string => {
  const variable = pattern.indexOf('{')
  return variable < 0 ? `${pattern}.` : pattern.slice(0, variable)
}

const covers = (pattern: string, topic: string): boolean => pattern === topic || pattern === topicPattern(topic)

const topicOf = (frame: Uint8Array): string | null => {
  if (frame.length > TOPIC_BYTES_MAX || frame.at(-1) !== DOT) return null
  return Buffer.from(frame.buffer, frame.byteOffset, frame.length - 1).toString('latin1')
}

const envelopeIn = (body: Uint8Array): Result<Envelope> => {
  const decoded = decode(body, { maxBytes: DATA_BYTES_MAX })
  return decoded.ok ? checkEnvelope(decoded.value) : decoded
}

/** Follows the topics that one service publishes; connects at once and again whenever the service is back. */
export const openSubscriber = (context: BusContext, service: string): BusSubscriber => {
  const { counters, log } = context
  const socket = hold(new Subscriber({ ...RECONNECT, receiveHighWaterMark: WAITING_COUNT_MAX, maxMessageSize: DATA_BYTES_MAX }))
  const subscriptions = new Set<Subscription>()
  const gaps = createStreamGaps()

  const read = (frames: readonly Uint8Array[]): Result<BusMessage | null> => {
    const [head, body] = frames
    if (head === undefined || body === undefined || frames.length > 2) return fail(`message of ${frames.length} frames, expected 2`)
    const topic = topicOf(head)
    if (topic === null) return fail('the first frame is no topic')
    if (![...subscriptions].some(({ pattern }) => covers(pattern, topic))) return ok(null)
    const envelope = envelopeIn(body)
    if (!envelope.ok) return envelope
    const { v: _, ...message } = envelope.value
    return ok({ ...message, topic, missed: gaps.note({ ...message, topic }) })
  }
  const accept = (frames: readonly Uint8Array[]): void => {
    const message = read(frames)
    if (!message.ok) {
      counters.garbled += 1
      log.write('debug', 'message dropped: not understood', { service, error: message.error })
    } else if (message.value !== null) deliver(message.value)
  }
  const deliver = (message: BusMessage): void => {
    counters.received += 1
    counters.missed += message.missed
    for (const { pattern, onMessage } of [...subscriptions]) if (covers(pattern, message.topic)) onMessage(message)
  }
  socket.connect(`ipc://${peerSocket(context, service, 'pub')}`)
  receiveEach(socket, accept)

  return {
    subscribe: (pattern, onMessage) => {
      const subscription = { pattern, onMessage }
      subscriptions.add(subscription)
      socket.subscribe(prefixOf(pattern))
      return () => {
        if (!subscriptions.delete(subscription) || socket.closed) return
        socket.unsubscribe(prefixOf(pattern))
        gaps.forget((topic) => ![...subscriptions].some((other) => covers(other.pattern, topic)))
      }
    },
    close: () => socket.close(),
  }
}
