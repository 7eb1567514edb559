import type { HttpRequest, Turn } from '../events.ts'
import { assetPairs } from './asset-pairs.ts'
import type { Session, SessionLine } from './session-lines.ts'

export const KRAKEN_TIMER = 'kraken'
const PATH = '/kraken'
const PAIRS_PATH = `${PATH}/0/public/AssetPairs`
const BEAT_US = 1_000_000
const BEAT = '{"event":"heartbeat"}'
const HEADERS = { 'content-type': 'application/json' }

/** Clients that a recorded connection is played to, each from its beginning. */
export interface KrakenSessions {
  /** True when the socket is one of them. */
  opened(socket: { readonly socketId: string; readonly path: string }, turn: Turn): boolean
  /** True when the text came over such a socket. */
  text(socketId: string, text: string, turn: Turn): boolean
  /** True when the request was for this venue; it is answered. */
  request(request: HttpRequest, turn: Turn): boolean
  closed(socketId: string): void
  sockets(): Iterable<string>
  tick(turn: Turn): void
}

/** What one subscribe message started. */
interface Run {
  readonly pairs: Set<string>
  readonly reqid: unknown
  readonly startUs: number
  at: number
  nextUs: number
}

interface Control {
  readonly event?: unknown
  readonly reqid?: unknown
  readonly pair?: unknown
  readonly subscription?: { readonly name?: unknown; readonly depth?: unknown }
}

type Answer = Readonly<Record<string, unknown>>

const withId = (answer: Answer, reqid: unknown): string => JSON.stringify(reqid === undefined ? answer : { ...answer, reqid })

const controlOf = (text: string): Control => {
  try {
    return Object(JSON.parse(text)) as Control
  } catch {
    return {}
  }
}

class RecordedSessions implements KrakenSessions {
  readonly #session: Session
  readonly #speedRatio: number
  readonly #runs = new Map<string, Run[]>()
  readonly #statuses: ReadonlyMap<string, Answer>

  constructor(session: Session, speedRatio: number) {
    this.#session = session
    this.#speedRatio = speedRatio
    this.#statuses = new Map(session.lines.filter(({ kind }) => kind === 'status').map(({ pair, text }) => [pair, JSON.parse(text) as Answer]))
  }

  opened({ socketId, path }: { readonly socketId: string; readonly path: string }, turn: Turn): boolean {
    if (this.#session.lines.length === 0 || !(path === PATH || path.startsWith(`${PATH}/`))) return false
    this.#runs.set(socketId, [])
    const greeting = this.#session.lines.find(({ kind }) => kind === 'greeting')
    if (greeting !== undefined) turn.emit({ type: 'socket.send', socketId, text: greeting.text })
    return true
  }

  text(socketId: string, text: string, turn: Turn): boolean {
    if (!this.#runs.has(socketId)) return false
    const control = controlOf(text)
    const say = (answer: Answer): void => turn.emit({ type: 'socket.send', socketId, text: withId(answer, control.reqid) })
    if (control.event === 'ping') say({ event: 'pong' })
    else if (control.event === 'subscribe') this.#subscribe(socketId, control, { say, turn })
    else if (control.event === 'unsubscribe') this.#unsubscribe(socketId, control, say)
    else say({ errorMessage: 'Malformed request', event: 'error' })
    return true
  }

  request({ requestId, path }: HttpRequest, { emit }: Turn): boolean {
    if (this.#session.lines.length === 0 || path !== PAIRS_PATH) return false
    emit({ type: 'http.respond', requestId, status: 200, headers: HEADERS, body: assetPairs(this.#session) })
    return true
  }

  closed(socketId: string): void {
    this.#runs.delete(socketId)
  }

  sockets(): Iterable<string> {
    return this.#runs.keys()
  }

  tick(turn: Turn): void {
    for (const [socketId, runs] of this.#runs) for (const run of runs) this.#play(socketId, run, turn)
    this.#arm(turn)
  }

  #subscribe(socketId: string, { pair, subscription, reqid }: Control, { say, turn }: { say(answer: Answer): void; readonly turn: Turn }): void {
    const wanted = (Array.isArray(pair) ? pair : []).map(String)
    const problem = (name: string): string | null => {
      if (subscription?.name !== 'book') return 'Subscription name invalid'
      const status = this.#statuses.get(name)
      if (status === undefined) return `Currency pair not supported ${name}`
      const { depth } = Object(status['subscription']) as { readonly depth?: unknown }
      return (subscription.depth ?? depth) === depth ? null : 'Subscription depth not supported'
    }
    for (const name of wanted) {
      const errorMessage = problem(name)
      if (errorMessage !== null) say({ errorMessage, event: 'subscriptionStatus', pair: name, status: 'error', subscription })
    }
    const pairs = new Set(wanted.filter((name) => problem(name) === null))
    if (pairs.size === 0) return
    this.#drop(socketId, pairs)
    const run: Run = { pairs, reqid, startUs: turn.nowUs, at: 0, nextUs: 0 }
    this.#runs.get(socketId)?.push(run)
    this.tick(turn)
  }

  #unsubscribe(socketId: string, { pair }: Control, say: (answer: Answer) => void): void {
    const pairs = new Set((Array.isArray(pair) ? pair : []).map(String))
    this.#drop(socketId, pairs)
    for (const name of pairs) say({ ...this.#statuses.get(name), event: 'subscriptionStatus', pair: name, status: 'unsubscribed' })
  }

  /** Takes pairs out of what plays; a run without any ends. */
  #drop(socketId: string, pairs: ReadonlySet<string>): void {
    const runs = this.#runs.get(socketId) ?? []
    for (const run of runs) for (const pair of pairs) run.pairs.delete(pair)
    this.#runs.set(
      socketId,
      runs.filter((run) => run.pairs.size > 0),
    )
  }

  #play(socketId: string, run: Run, turn: Turn): void {
    const { lines, askedUs } = this.#session
    for (let line = lines[run.at]; line !== undefined; line = lines[run.at]) {
      run.nextUs = run.startUs + Math.max(0, line.atUs - askedUs) / this.#speedRatio
      if (run.nextUs > turn.nowUs) return
      run.at += 1
      const text = textFor(line, run)
      if (text !== null) turn.emit({ type: 'socket.send', socketId, text })
    }
    this.#beat(socketId, run, turn)
  }

  /** The recording is over, the connection is not. */
  #beat(socketId: string, run: Run, turn: Turn): void {
    if (run.nextUs > turn.nowUs) return
    turn.emit({ type: 'socket.send', socketId, text: BEAT })
    run.nextUs = turn.nowUs + BEAT_US
  }

  #arm(turn: Turn): void {
    const nexts = [...this.#runs.values()].flatMap((runs) => runs.map(({ nextUs }) => nextUs))
    if (nexts.length > 0) turn.emit({ type: 'timer.set', id: KRAKEN_TIMER, afterUs: Math.max(1, Math.ceil(Math.min(...nexts) - turn.nowUs)) })
  }
}

/** The line as a client of the run gets it; null when it is none of its business. */
const textFor = ({ kind, pair, text }: SessionLine, { pairs, reqid }: Run): string | null => {
  if (kind === 'greeting') return null
  if (kind === 'beat') return text
  if (!pairs.has(pair)) return null
  return kind === 'status' && reqid !== undefined ? withId(JSON.parse(text) as Answer, reqid) : text
}

export const createKrakenSessions = (session: Session, speedRatio: number): KrakenSessions => new RecordedSessions(session, speedRatio)
