import type { Turn } from '../events.ts'

/** Who listens to which public stream. */
export interface Streams {
  /** True when anybody listens. */
  wanted(stream: string): boolean
  /** Sends an event to every listener; `wrapped` is the combined form, `raw` the bare event. */
  send(stream: string, text: { readonly wrapped: string; readonly raw: string }, turn: Turn): void
  open(socketId: string, path: string, query: string): void
  /** Answers a control message; the streams that it newly subscribed. */
  control(socketId: string, text: string, turn: Turn): readonly string[]
  subscriptions(socketId: string): readonly string[]
  close(socketId: string): void
  sockets(): Iterable<string>
  /** Frames sent so far. */
  readonly sentCount: number
}

interface Listener {
  combined: boolean
  readonly streams: Set<string>
}

interface Control {
  readonly method: string
  readonly params: readonly unknown[]
  readonly id: unknown
}

const splitStreams = (text: string): string[] => text.split('/').filter((name) => name !== '')

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Streams named by the address of a socket: `/ws/a/b` or `/stream?streams=a/b`. */
const streamsOf = (path: string, query: string): string[] => {
  const inQuery = query
    .split('&')
    .filter((piece) => piece.startsWith('streams='))
    .flatMap((piece) => splitStreams(decode(piece.slice('streams='.length))))
  return [...splitStreams(decode(path)).slice(1), ...inQuery].filter((name) => name.includes('@'))
}

const parseControl = (text: string): Control | string => {
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

export const createStreams = (): Streams => {
  const listeners = new Map<string, Listener>()
  const byStream = new Map<string, Set<string>>()
  let sentCount = 0
  const index = (socketId: string, before: ReadonlySet<string>, after: ReadonlySet<string>): void => {
    for (const name of after) byStream.set(name, (byStream.get(name) ?? new Set()).add(socketId))
    for (const name of before) if (!after.has(name)) byStream.get(name)?.delete(socketId)
  }
  return {
    get sentCount() {
      return sentCount
    },
    wanted: (stream) => (byStream.get(stream)?.size ?? 0) > 0,
    send: (stream, { wrapped, raw }, turn) => {
      for (const socketId of byStream.get(stream) ?? []) {
        sentCount += 1
        turn.emit({ type: 'socket.send', socketId, text: listeners.get(socketId)?.combined === true ? wrapped : raw })
      }
    },
    open: (socketId, path, query) => {
      const listener = { combined: path.startsWith('/stream'), streams: new Set(streamsOf(path, query)) }
      listeners.set(socketId, listener)
      index(socketId, new Set(), listener.streams)
    },
    control: (socketId, text, turn) => {
      const listener = listeners.get(socketId)
      if (listener === undefined) return []
      const control = parseControl(text)
      if (typeof control === 'string') {
        turn.emit({ type: 'socket.send', socketId, text: control })
        return []
      }
      const before = new Set(listener.streams)
      const run = METHODS[control.method]
      const answer = run === undefined ? { code: 2, msg: `Invalid request: unknown variant \`${control.method}\`` } : run(listener, control)
      index(socketId, before, listener.streams)
      turn.emit({ type: 'socket.send', socketId, text: JSON.stringify({ ...answer, id: control.id }) })
      return [...listener.streams].filter((name) => !before.has(name))
    },
    subscriptions: (socketId) => [...(listeners.get(socketId)?.streams ?? [])],
    sockets: () => listeners.keys(),
    close: (socketId) => {
      for (const name of listeners.get(socketId)?.streams ?? []) byStream.get(name)?.delete(socketId)
      listeners.delete(socketId)
    },
  }
}
