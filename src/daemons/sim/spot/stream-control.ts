/** Limits of one connection. */
export interface StreamLimits {
  readonly streamsCount: number
  /** Messages of the client in one second. */
  readonly messagesPerS: number
}

/** One socket and what it wants. */
export interface Listener {
  combined: boolean
  /** Times in microseconds. */
  readonly isMicro: boolean
  secondUs: number
  messageCount: number
  readonly streams: Set<string>
}

interface Control {
  readonly method: string
  readonly params: readonly unknown[]
  readonly id: unknown
}

/** The message, or the answer to one that cannot be read. */
export const parseControl = (text: string): Control | string => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return JSON.stringify({ code: 3, msg: 'Invalid JSON: expected value at line 1 column 1' })
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify({ code: 2, msg: 'Invalid request: request must be an object' })
  const { method, params = [], id = null } = value as Record<string, unknown>
  const refuse = (msg: string): string => JSON.stringify({ code: 2, msg: `Invalid request: ${msg}`, id })
  if (id !== null && typeof id !== 'number' && typeof id !== 'string')
    return JSON.stringify({ code: 2, msg: 'Invalid request: request ID must be an unsigned integer or a string' })
  if (typeof method !== 'string') return refuse('missing field `method`')
  if (!Array.isArray(params)) return refuse('params must be an array')
  return { method, params, id }
}

type Method = (listener: Listener, control: Control) => Record<string, unknown>

const namesIn = ({ params }: Control): string[] => params.filter((name): name is string => typeof name === 'string')

const refused = (msg: string): Record<string, unknown> => ({ code: 2, msg: `Invalid request: ${msg}` })

const METHODS: Readonly<Record<string, Method>> = {
  SUBSCRIBE: (listener, control) => {
    for (const name of namesIn(control)) listener.streams.add(name)
    return { result: null }
  },
  UNSUBSCRIBE: (listener, control) => {
    for (const name of namesIn(control)) listener.streams.delete(name)
    return { result: null }
  },
  LIST_SUBSCRIPTIONS: (listener) => ({ result: [...listener.streams] }),
  SET_PROPERTY: (listener, { params: [name, value] }) => {
    if (name !== 'combined') return { code: 0, msg: 'Unknown property' }
    if (typeof value !== 'boolean') return { code: 1, msg: 'Invalid value type: expected Boolean' }
    listener.combined = value
    return { result: null }
  },
  GET_PROPERTY: (listener, { params: [name] }) => (name === 'combined' ? { result: listener.combined } : { code: 0, msg: 'Unknown property' }),
}

/** Does what the message wants and answers it, without its id. */
export const answerTo = (listener: Listener, control: Control, limits: StreamLimits): Record<string, unknown> => {
  const run = METHODS[control.method]
  if (run === undefined) return refused(`unknown variant \`${control.method}\``)
  const isTooMany = control.method === 'SUBSCRIBE' && new Set([...listener.streams, ...namesIn(control)]).size > limits.streamsCount
  return isTooMany ? refused('too many parameters') : run(listener, control)
}
