import { US_PER_S } from '../../../lib/base/time.ts'
import type { Turn } from '../events.ts'
import { inMicros, isMicro, streamsOf } from './stream-address.ts'
import { answerTo, type Listener, parseControl, type StreamLimits } from './stream-control.ts'

/** The venue's word for a client that broke its rules. */
const CLOSE_POLICY = 1008

/** Who listens to which public stream. */
export interface Streams {
  /** True when anybody listens. */
  wanted(stream: string): boolean
  /** Sends an event to every listener; `wrapped` is the combined form, `raw` the bare event. */
  send(stream: string, text: { readonly wrapped: string; readonly raw: string }, turn: Turn): void
  /** Names that somebody listens to. */
  names(): Iterable<string>
  /** Tells every socket, whatever it listens to. */
  tellAll(event: Readonly<Record<string, unknown>>, turn: Turn): void
  open(socketId: string, path: string, query: string): void
  /** Answers a control message; the streams that it newly subscribed. */
  control(socketId: string, text: string, turn: Turn): readonly string[]
  /** Counts a message that is no control message; too many in a second close the socket. */
  count(socketId: string, turn: Turn): void
  subscriptions(socketId: string): readonly string[]
  close(socketId: string): void
  sockets(): Iterable<string>
  /** Frames sent so far. */
  readonly sentCount: number
}

class PublicListeners implements Streams {
  sentCount = 0
  readonly #limits: StreamLimits
  readonly #listeners = new Map<string, Listener>()
  readonly #byStream = new Map<string, Set<string>>()

  constructor(limits: StreamLimits) {
    this.#limits = limits
  }

  wanted(stream: string): boolean {
    return this.#byStream.has(stream)
  }

  names(): Iterable<string> {
    return this.#byStream.keys()
  }

  send(stream: string, { wrapped, raw }: { readonly wrapped: string; readonly raw: string }, turn: Turn): void {
    for (const socketId of this.#byStream.get(stream) ?? []) {
      this.sentCount += 1
      const listener = this.#listeners.get(socketId)
      const text = listener?.combined === true ? wrapped : raw
      turn.emit({ type: 'socket.send', socketId, text: listener?.isMicro === true ? inMicros(text) : text })
    }
  }

  tellAll(event: Readonly<Record<string, unknown>>, turn: Turn): void {
    for (const [socketId, { combined }] of this.#listeners) {
      const data = combined ? { stream: `!${String(event['e'])}`, data: event } : event
      turn.emit({ type: 'socket.send', socketId, text: JSON.stringify(data) })
    }
  }

  open(socketId: string, path: string, query: string): void {
    const streams = new Set(streamsOf(path, query).slice(0, this.#limits.streamsCount))
    this.#listeners.set(socketId, { combined: path.startsWith('/stream'), isMicro: isMicro(query), secondUs: 0, messageCount: 0, streams })
    this.#index(socketId, new Set(), streams)
  }

  control(socketId: string, text: string, turn: Turn): readonly string[] {
    const listener = this.#listeners.get(socketId)
    if (listener === undefined) return []
    if (!this.#admit(listener, turn)) {
      turn.emit({ type: 'socket.close', socketId, code: CLOSE_POLICY })
      return []
    }
    const control = parseControl(text)
    if (typeof control === 'string') {
      turn.emit({ type: 'socket.send', socketId, text: control })
      return []
    }
    const before = new Set(listener.streams)
    const answer = answerTo(listener, control, this.#limits)
    this.#index(socketId, before, listener.streams)
    turn.emit({ type: 'socket.send', socketId, text: JSON.stringify({ ...answer, id: control.id }) })
    return [...listener.streams].filter((name) => !before.has(name))
  }

  count(socketId: string, turn: Turn): void {
    const listener = this.#listeners.get(socketId)
    if (listener !== undefined && !this.#admit(listener, turn)) turn.emit({ type: 'socket.close', socketId, code: CLOSE_POLICY })
  }

  subscriptions(socketId: string): readonly string[] {
    return [...(this.#listeners.get(socketId)?.streams ?? [])]
  }

  sockets(): Iterable<string> {
    return this.#listeners.keys()
  }

  close(socketId: string): void {
    for (const name of this.#listeners.get(socketId)?.streams ?? []) this.#leave(name, socketId)
    this.#listeners.delete(socketId)
  }

  #leave(name: string, socketId: string): void {
    const sockets = this.#byStream.get(name)
    sockets?.delete(socketId)
    if (sockets?.size === 0) this.#byStream.delete(name)
  }

  #index(socketId: string, before: ReadonlySet<string>, after: ReadonlySet<string>): void {
    for (const name of after) this.#byStream.set(name, (this.#byStream.get(name) ?? new Set()).add(socketId))
    for (const name of before) if (!after.has(name)) this.#leave(name, socketId)
  }

  /** False when the client has sent too much in this second. */
  #admit(listener: Listener, turn: Turn): boolean {
    if (turn.nowUs - listener.secondUs >= US_PER_S) {
      listener.secondUs = turn.nowUs
      listener.messageCount = 0
    }
    listener.messageCount += 1
    return listener.messageCount <= this.#limits.messagesPerS
  }
}

/** The limits are those of the spot venue unless others are given. */
export const createStreams = (limits: StreamLimits = { streamsCount: 1_024, messagesPerS: 5 }): Streams => new PublicListeners(limits)
