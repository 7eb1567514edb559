import { METHODS, TOPICS } from '../../src/lib/contracts/topology.ts'
import type { Peer, Service } from '../../src/lib/contracts/words.ts'
import { answered, published, requested } from './carry.ts'
import { type Message, messagesOf } from './messages.ts'

/** One way that one kind of message may take. */
export interface Arrow {
  readonly message: Message
  readonly from: Peer
  readonly to: Peer
  /** Sends a body along the arrow; what arrives, or an Error of the place that stopped it. */
  carry(body: unknown): unknown
}

const topicArrows = (message: Message): Arrow[] => {
  const topic = TOPICS[message.route]
  if (topic === undefined) return []
  return topic.readers.map((reader) => ({ message, from: topic.by, to: reader, carry: (body) => published(message, body, { src: topic.by, reader }) }))
}

const WAYS = { request: requested, answer: answered } as const

const methodArrows = (message: Message): Arrow[] => {
  const method = METHODS[message.route]
  if (method === undefined || message.frame === 'published') return []
  const along = WAYS[message.frame]
  const pairs = method.by.flatMap((server) => method.callers.map((src): { src: Peer; server: Service } => ({ src, server })))
  return pairs.map(({ src, server }) => ({
    message,
    from: message.frame === 'request' ? src : server,
    to: message.frame === 'request' ? server : src,
    carry: (body) => along(message, body, { src, server }),
  }))
}

/** Every arrow between two peers that the topology lists. */
export const arrows: readonly Arrow[] = messagesOf({ topics: TOPICS, methods: METHODS }).flatMap((message) =>
  message.frame === 'published' ? topicArrows(message) : methodArrows(message),
)
