import { createHmac } from 'node:crypto'
import { type SimConfig, simDefaults } from '../../src/daemons/sim/config.ts'
import { createSimCore } from '../../src/daemons/sim/core.ts'
import type { SimIn, SimOut } from '../../src/daemons/sim/events.ts'
import { pullLines } from '../../src/daemons/sim/feed.ts'
import type { TruthRecord } from '../../src/daemons/sim/trading/truth.ts'
import type { Venue } from '../../src/daemons/sim/venue.ts'
import { epochUs } from '../../src/lib/base/units.ts'
import type { CommonIn, CommonOut } from '../../src/lib/daemon/effects.ts'
import type { Feed } from '../../src/lib/ports/records.ts'

const SIM_START_US = 1_700_000_000_000_000
export const SIM_KEY = 'sim'
export const SIM_SECRET = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j'

export const hmac = (secret: string, payload: string): string => createHmac('sha256', secret).update(payload).digest('hex')

/** Parsed JSON, to be read as a client of a foreign venue would. */
export interface Json {
  readonly [name: string]: Json
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Json
}

export interface SimDeskOptions {
  readonly config?: Partial<SimConfig>
  /** Lines of a recording, or a feed of one. */
  readonly lines?: readonly string[] | Feed
  readonly recovered?: readonly TruthRecord[]
  readonly startUs?: number
  /** Of further accounts, by their keys. */
  readonly secrets?: Readonly<Record<string, string>>
  /** How long the recording takes to hand over lines, us; 0: no time. */
  readonly pullUs?: number
}

type Values = Readonly<Record<string, string | number>>

const PULL = 'kit:pull'

/** Feed over lines in memory. */
const memoryFeed = (lines: readonly string[]): Feed => {
  let at = 0
  return {
    pull: (max) => {
      const pulled = lines.slice(at, at + max)
      at += pulled.length
      return pulled
    },
    place: () => ({ file: 'memory', line: at, round: 0 }),
    heads: (count) => lines.slice(0, count),
    close: () => undefined,
  }
}

/** A simulator's core under virtual time, with the shell's work done in memory. */
export class SimDesk {
  readonly venue: Venue
  readonly truth: TruthRecord[] = []
  readonly outs: Array<SimOut | CommonOut> = []
  nowUs: number
  readonly #core
  readonly #feed: Feed | null
  readonly #pullUs: number
  #pullCount = 0
  readonly #timers = new Map<string, number>()
  readonly #answers = new Map<string, Answer>()
  readonly #texts = new Map<string, string[]>()
  #inputs: Array<SimIn | CommonIn> = []
  #seq = 0
  #ids = 0

  constructor({ config = {}, lines, recovered = [], startUs = SIM_START_US, secrets = {}, pullUs = 0 }: SimDeskOptions = {}) {
    this.#core = createSimCore({ hmac, secrets: { [SIM_KEY]: SIM_SECRET, ...secrets }, recovered })
    this.#feed = lines === undefined ? null : 'pull' in lines ? lines : memoryFeed(lines)
    this.venue = this.#core.init({ ...simDefaults, ...(lines === undefined ? {} : { recordings: ['memory'] }), ...config })
    this.nowUs = startUs
    this.#pullUs = pullUs
    this.give({ type: 'start', epoch: 1 })
  }

  give(input: SimIn | CommonIn): void {
    this.#inputs.push(input)
    for (let next = this.#inputs.shift(); next !== undefined; next = this.#inputs.shift()) {
      this.nowUs += 1
      this.#seq += 1
      this.#core.step(this.venue, { seq: this.#seq, nowUs: epochUs(this.nowUs), input: next }, this.#perform)
    }
  }

  advance(us: number): void {
    const untilUs = this.nowUs + us
    for (;;) {
      const [id, atUs] = [...this.#timers].sort((a, b) => a[1] - b[1])[0] ?? ['', Number.MAX_SAFE_INTEGER]
      if (atUs > untilUs) break
      this.#timers.delete(id)
      this.nowUs = Math.max(this.nowUs, atUs)
      this.give(id === PULL ? pullLines(this.#feed, this.#pullCount) : { type: 'timer.fired', id })
    }
    this.nowUs = Math.max(this.nowUs, untilUs)
  }

  /** A request without a key; undefined while it waits for its answer. */
  ask(method: string, path: string, query = ''): Answer | undefined {
    return this.#send({ method, path, query, headers: {}, body: '' })
  }

  /** The answer to a request that had to wait. */
  answer(requestId: string): Answer | undefined {
    return this.#answers.get(requestId)
  }

  get lastRequestId(): string {
    return `r${this.#ids}`
  }

  /** A signed request as a client of the venue sends it. */
  signed(method: string, path: string, values: Values = {}): Answer {
    const query = this.sign(values)
    const answer = this.#send({ method, path, query, headers: { 'x-mbx-apikey': SIM_KEY }, body: '' })
    if (answer === undefined) throw new Error(`no answer to ${method} ${path}`)
    return answer
  }

  raw(request: { readonly method: string; readonly path: string; readonly query?: string; readonly body?: string; readonly key?: string }): Answer | undefined {
    const { method, path, query = '', body = '', key = SIM_KEY } = request
    return this.#send({ method, path, query, headers: key === '' ? {} : { 'x-mbx-apikey': key }, body })
  }

  sign(values: Values): string {
    const pairs = Object.entries({ ...values, timestamp: this.nowMs }).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    const payload = pairs.join('&')
    return `${payload}&signature=${hmac(SIM_SECRET, payload)}`
  }

  get nowMs(): number {
    return Math.floor(this.nowUs / 1_000)
  }

  /** Opens a socket; its texts are collected. */
  open(address: string): string {
    this.#ids += 1
    const socketId = `s${this.#ids}`
    const [path = '', query = ''] = address.split('?')
    this.#texts.set(socketId, [])
    this.give({ type: 'socket.opened', socketId, path, query })
    return socketId
  }

  say(socketId: string, message: unknown): void {
    this.give({ type: 'socket.text', socketId, text: typeof message === 'string' ? message : JSON.stringify(message) })
  }

  texts(socketId: string): readonly string[] {
    return this.#texts.get(socketId) ?? []
  }

  /** Takes what a socket received since the last look. */
  take(socketId: string): Json[] {
    const texts = this.#texts.get(socketId) ?? []
    this.#texts.set(socketId, [])
    return texts.map((text) => JSON.parse(text))
  }

  /** A socket that watches the account. */
  watch(): string {
    const socketId = this.open('/ws-api/v3')
    const payload = `apiKey=${SIM_KEY}&timestamp=${this.nowMs}`
    const params = { apiKey: SIM_KEY, timestamp: this.nowMs, signature: hmac(SIM_SECRET, payload) }
    this.say(socketId, { id: 1, method: 'userDataStream.subscribe.signature', params })
    return socketId
  }

  records(type: string): TruthRecord[] {
    return this.truth.filter((record) => record.type === type)
  }

  health() {
    return this.#core.health(this.venue, epochUs(this.nowUs))
  }

  #send(request: Omit<Extract<SimIn, { type: 'http.request' }>, 'type' | 'requestId'>): Answer | undefined {
    this.#ids += 1
    const requestId = `r${this.#ids}`
    this.give({ type: 'http.request', requestId, ...request })
    return this.#answers.get(requestId)
  }

  readonly #performers: { readonly [Type in (SimOut | CommonOut)['type']]?: (out: Extract<SimOut | CommonOut, { type: Type }>) => void } = {
    'timer.set': ({ id, afterUs }) => void this.#timers.set(id, this.nowUs + afterUs),
    'http.respond': ({ requestId, status, headers, body }) => void this.#answers.set(requestId, { status, headers, body: JSON.parse(body) }),
    'socket.send': ({ socketId, text }) => void this.#texts.get(socketId)?.push(text),
    truth: ({ record }) => void this.truth.push(record as TruthRecord),
    'feed.open': ({ count }) => void this.#inputs.push({ type: 'feed.opened', lines: this.#feed?.heads(count) ?? [] }),
    'feed.pull': ({ count }) => {
      this.#pullCount = count
      if (this.#pullUs === 0) this.#inputs.push(pullLines(this.#feed, count))
      else this.#timers.set(PULL, this.nowUs + this.#pullUs)
    },
  }

  readonly #perform = (out: SimOut | CommonOut): void => {
    if (out.type !== 'timer.set' && out.type !== 'socket.send') this.outs.push(out)
    ;(this.#performers[out.type] as ((out: SimOut | CommonOut) => void) | undefined)?.(out)
  }
}

const BASE_NS = 1_723_161_253_000

/** One line of a recording, `ms` after its beginning. */
export const recorded = (ms: number, value: unknown): string => `${BASE_NS + ms}000000 ${JSON.stringify(value)}`

type Pair = readonly [price: string, qty: string]

const recordedSnapshot = (ms: number, lastUpdateId: number, sides: { bids: readonly Pair[]; asks: readonly Pair[] }): string =>
  recorded(ms, { lastUpdateId, ...sides })

export const recordedDiff = (ms: number, [U, u]: readonly [number, number], sides: { b?: readonly Pair[]; a?: readonly Pair[] }): string =>
  recorded(ms, { stream: 'btcusdt@depth@100ms', data: { e: 'depthUpdate', E: BASE_NS + ms, s: 'BTCUSDT', U, u, b: sides.b ?? [], a: sides.a ?? [] } })

export const recordedTrade = (ms: number, [p, q]: Pair, isBuyerMaker: boolean): string =>
  recorded(ms, { stream: 'btcusdt@trade', data: { e: 'trade', E: BASE_NS + ms, s: 'BTCUSDT', t: ms, p, q, T: BASE_NS + ms, m: isBuyerMaker, M: true } })

const recordedTicker = ([ms, u]: readonly [number, number], [b, B]: Pair, [a, A]: Pair): string =>
  recorded(ms, { stream: 'btcusdt@bookTicker', data: { u, s: 'BTCUSDT', b, B, a, A } })

/** A small recorded market: bids 1.5 at 100.00 and 2 at 99.99, asks 1 at 100.01 and 2 at 100.02, then nothing until 10 s. */
export const QUIET_MARKET: readonly string[] = [
  recordedDiff(0, [1, 5], { b: [['99.00', '1']] }),
  recordedSnapshot(10, 5, {
    bids: [
      ['100.00', '1.5'],
      ['99.99', '2'],
    ],
    asks: [
      ['100.01', '1'],
      ['100.02', '2'],
    ],
  }),
  recordedTicker([20, 5], ['100.00', '1.5'], ['100.01', '1']),
]
