import { Buffer } from 'node:buffer'
import type { IncomingHttpHeaders } from 'node:http'
import { createRequire } from 'node:module'
import type { Dispatcher, Pool as UndiciPool } from 'undici'
import { messageOf } from '../base/errors.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { VenueRequest, VenueResult } from '../ports/venue.ts'
import type { SignedTarget } from './venue-signing.ts'

const CONNECTIONS_MAX = 8
const CONNECT_TIMEOUT_MS = 3_000
/** The venue keeps an idle connection longer, so this side closes first. */
const IDLE_MS = 30_000
const BODY_BYTES_MAX = 64 * 1024 * 1024

/** The pool alone: the whole package also holds a browser's fetch, caches, sockets and mocks, 10 MB that no daemon needs. */
const Pool = createRequire(import.meta.url)('undici/lib/dispatcher/pool.js') as typeof UndiciPool

type Controller = Dispatcher.DispatchController

export interface VenueRest {
  send(call: { readonly method: VenueRequest['method']; readonly signed: SignedTarget; readonly timeoutUs: number }, done: (result: VenueResult) => void): void
  close(): void
}

const headersOf = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(', ') : (value ?? '')]))

/** One call: it knows whether its first byte may have left, and calls back once. */
class Call implements Dispatcher.DispatchHandler {
  readonly #clock: Clock
  readonly #done: (result: VenueResult) => void
  readonly #cancelTimer: Cancel
  readonly #chunks: Buffer[] = []
  #controller: Controller | undefined
  #sentMonoUs = 0
  #status = 0
  #headers: Record<string, string> = {}
  #ended = false

  constructor(clock: Clock, timeoutUs: number, done: (result: VenueResult) => void) {
    this.#clock = clock
    this.#done = done
    this.#cancelTimer = clock.after(timeoutUs, () => this.#giveUp(`no answer within ${timeoutUs / 1_000} ms`))
  }

  /** undici calls this just before it writes the request. */
  onRequestStart(controller: Controller): void {
    if (this.#ended) controller.abort(new Error('the time for the request is over'))
    // A request whose connection broke is never written again: the venue may have it.
    else if (this.#controller !== undefined) controller.abort(new Error('the connection broke'))
    else {
      this.#controller = controller
      this.#sentMonoUs = this.#clock.monoUs()
    }
  }

  onResponseStart(_controller: Controller, status: number, headers: IncomingHttpHeaders): void {
    this.#status = status
    this.#headers = headersOf(headers)
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    const body = Buffer.concat(this.#chunks).toString('utf8')
    this.#end({ ok: true, status: this.#status, headers: this.#headers, body, sentMonoUs: this.#sentMonoUs })
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.#fail(reasonOf(error))
  }

  #giveUp(reason: string): void {
    this.#fail(reason)
    this.#controller?.abort(new Error(reason))
  }

  #fail(reason: string): void {
    const sent = this.#controller !== undefined
    this.#end({ ok: false, sent, reason, sentMonoUs: sent ? this.#sentMonoUs : this.#clock.monoUs() })
  }

  #end(result: VenueResult): void {
    if (this.#ended) return
    this.#ended = true
    this.#cancelTimer()
    this.#done(result)
  }
}

const reasonOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? `${error.code}: ${messageOf(error)}` : messageOf(error))

/** REST calls over kept connections to `origin`. */
export const openVenueRest = (origin: string, clock: Clock): VenueRest => {
  const pool = new Pool(origin, {
    connections: CONNECTIONS_MAX,
    pipelining: 1,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    keepAliveTimeout: IDLE_MS,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: BODY_BYTES_MAX,
  })
  return {
    send: ({ method, signed, timeoutUs }, done) => {
      pool.dispatch({ path: signed.target, method, headers: { ...signed.headers } }, new Call(clock, timeoutUs, done))
    },
    close: () => void pool.destroy().catch(() => undefined),
  }
}
