import type { Cancel, Clock } from '../ports/clock.ts'
import type { VenueFrame, VenueRequest, VenueResult, VenueSocket, VenueSocketHandlers } from '../ports/venue.ts'
import { isShutdown, readApiAnswer } from '../venues/binance/api-answers.ts'

interface Pending {
  readonly done: (result: VenueResult) => void
  readonly cancelTimer: Cancel
  readonly sentMonoUs: number
}

const RETRY_MS = 250
const RETRY_MS_MAX = 30_000
/** The venue cuts after a day; this side leaves before. */
const LIFE_US = 23 * 3_600_000_000

/** One connection with the calls that wait on it. A call whose connection ends without an answer may have been executed. */
class Connection {
  readonly pending = new Map<number, Pending>()
  isOpen = false
  isLeaving = false
  readonly #socket: VenueSocket

  constructor(open: (handlers: VenueSocketHandlers) => VenueSocket, on: { opened(): void; leaving(): void; closed(): void }) {
    this.#socket = open({
      opened: () => {
        this.isOpen = true
        on.opened()
      },
      text: (text) => {
        if (isShutdown(text)) on.leaving()
        else this.#take(text)
      },
      closed: (_code, reason) => {
        this.isOpen = false
        for (const [index, { done, cancelTimer, sentMonoUs }] of [...this.pending.values()].entries()) {
          cancelTimer()
          done({ ok: false, sent: true, reason: `connection ended: ${reason}`, sentMonoUs, isShared: index > 0 })
        }
        this.pending.clear()
        on.closed()
      },
    })
  }

  send(frame: VenueFrame, pending: Pending): void {
    this.pending.set(frame.id, pending)
    this.#socket.sendFrame(frame)
  }

  #take(text: string): void {
    const answer = readApiAnswer(text)
    const pending = answer === null ? undefined : this.pending.get(answer.id)
    if (answer === null || pending === undefined) return
    this.pending.delete(answer.id)
    pending.cancelTimer()
    pending.done({ ok: true, status: answer.status, headers: answer.headers, body: answer.body, sentMonoUs: pending.sentMonoUs })
    if (this.isLeaving && this.pending.size === 0) this.close()
  }

  close(): void {
    this.#socket.close()
  }
}

/** Calls over the venue's WebSocket API. It keeps one connection for new calls, and lets an ending one finish its own. */
export class VenueApi {
  readonly #clock: Clock
  readonly #open: (handlers: VenueSocketHandlers) => VenueSocket
  #current: Connection | null = null
  #cancelRetry: Cancel = () => undefined
  #cancelLife: Cancel = () => undefined
  #failures = 0
  #lastId = 0
  #ended = false
  readonly #connections = new Set<Connection>()

  constructor(clock: Clock, open: (handlers: VenueSocketHandlers) => VenueSocket) {
    this.#clock = clock
    this.#open = open
    this.#connect()
  }

  /** True while a call can leave at once. */
  get isReady(): boolean {
    return this.#current?.isOpen === true
  }

  /** Sends a call; only while `isReady`. */
  send(request: VenueRequest & { readonly api: string }, timeoutUs: number, done: (result: VenueResult) => void): void {
    const connection = this.#current
    const sentMonoUs = this.#clock.monoUs()
    if (connection?.isOpen !== true) {
      done({ ok: false, sent: false, reason: 'the connection is not open', sentMonoUs })
      return
    }
    this.#lastId += 1
    const id = this.#lastId
    const cancelTimer = this.#clock.after(timeoutUs, () => {
      connection.pending.delete(id)
      done({ ok: false, sent: true, reason: `no answer within ${timeoutUs / 1_000} ms`, sentMonoUs })
    })
    const frame = { id, method: request.api, params: Object.fromEntries(request.params), sign: request.security === 'signed' }
    connection.send(frame, { done, cancelTimer, sentMonoUs })
  }

  #connect(): void {
    if (this.#ended) return
    const connection = new Connection((handlers) => this.#open(handlers), {
      opened: () => {
        this.#failures = 0
        this.#cancelLife = this.#clock.after(LIFE_US, () => this.#leave(connection))
      },
      leaving: () => this.#leave(connection),
      closed: () => this.#lose(connection),
    })
    this.#connections.add(connection)
    this.#current = connection
  }

  /** A new connection takes over; this one ends when its last call is answered. */
  #leave(connection: Connection): void {
    if (connection.isLeaving) return
    connection.isLeaving = true
    if (this.#current === connection) {
      this.#cancelLife()
      this.#connect()
    }
    if (connection.pending.size === 0) connection.close()
  }

  #lose(connection: Connection): void {
    this.#connections.delete(connection)
    if (this.#current !== connection) return
    this.#current = null
    this.#cancelLife()
    if (this.#ended) return
    const waitMs = Math.min(RETRY_MS_MAX, RETRY_MS * 2 ** Math.min(this.#failures, 10))
    this.#failures += 1
    this.#cancelRetry = this.#clock.after(waitMs * 1_000, () => this.#connect())
  }

  close(): void {
    this.#ended = true
    this.#cancelRetry()
    this.#cancelLife()
    for (const connection of this.#connections) connection.close()
  }
}
