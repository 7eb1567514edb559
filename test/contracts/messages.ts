import type { TSchema } from 'typebox'
import type { CONTRACTS } from '../../src/lib/contracts/hello.ts'
import type { MethodSpec, TopicSpec } from '../../src/lib/contracts/topology.ts'

export type Plane = keyof typeof CONTRACTS

/** The contracts of one tree, as data. */
export interface Contracts {
  readonly versions: Readonly<Record<string, string>>
  readonly topics: Readonly<Record<string, TopicSpec>>
  readonly methods: Readonly<Record<string, MethodSpec>>
  readonly frames: Readonly<Record<'published' | 'request' | 'answer', TSchema>>
}

/** One kind of message: the body of a topic, of a request or of an answer. */
export interface Message {
  readonly plane: Plane
  /** `market_data.ticker.ticker`, `order.submit.request`; `health` is one message of many topics. */
  readonly name: string
  readonly frame: 'published' | 'request' | 'answer'
  /** Topic or method. */
  readonly route: string
  /** Type of the envelope; empty for requests and answers. */
  readonly type: string
  readonly schema: TSchema
}

/** The plane of a topic or a method, by the start or the end of its name. */
const PLANES: ReadonlyArray<readonly [RegExp, Plane]> = [
  [/^(?:market_data|md)\.(?!health$)/, 'market'],
  [/^(?:exec\.(?!health$)|order\.)/, 'exec'],
  [/^events\./, 'stream'],
  [/^risk\.(?!health$)/, 'risk'],
  [/^acct\.(?!health$)/, 'acct'],
  [/^strat\.(?!health$)/, 'strat'],
  [/\.health$/, 'health'],
  [/^hello$/, 'envelope'],
]

/** `md.health` is a topic of the health plane and a method of the market's. */
const planeOfMethod = (method: string): Plane => (method === 'md.health' ? 'market' : planeOf(method))

const planeOf = (route: string): Plane => {
  const found = PLANES.find(([pattern]) => pattern.test(route))
  if (found === undefined) throw new Error(`'${route}' belongs to no plane of the contracts`)
  return found[1]
}

const topicMessages = ([topic, { bodies }]: readonly [string, TopicSpec]): Message[] => {
  const stem = topic.replace('{symbol}.', '').replace(/\.\{\w+\}$/, '')
  const name = (type: string): string => (stem.endsWith('.health') ? type : `${stem}.${type}`)
  return Object.entries(bodies).map(([type, schema]) => ({ plane: planeOf(topic), name: name(type), frame: 'published', route: topic, type, schema }))
}

const methodMessages = ([method, { request, answer }]: readonly [string, MethodSpec]): Message[] => {
  const common = { plane: planeOfMethod(method), route: method, type: '' }
  return [
    { ...common, name: `${method}.request`, frame: 'request', schema: request },
    { ...common, name: `${method}.answer`, frame: 'answer', schema: answer },
  ]
}

/** Every message that a topology lists. */
export const messagesOf = ({ topics, methods }: Pick<Contracts, 'topics' | 'methods'>): Message[] => [
  ...Object.entries(topics).flatMap(topicMessages),
  ...Object.entries(methods).flatMap(methodMessages),
]
