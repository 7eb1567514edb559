import type { Turn } from '../events.ts'

const LIFE_MS = 3_600_000

interface Key {
  readonly key: string
  readonly account: string
  untilMs: number
}

interface Listener {
  readonly key: string
  readonly combined: boolean
  /** Null: every event. */
  readonly events: ReadonlySet<string> | null
}

/** Keys of user streams and the sockets that listen to them. */
export class ListenKeys {
  sentCount = 0
  readonly #byAccount = new Map<string, Key>()
  readonly #listeners = new Map<string, Listener>()
  #made = 0

  /** The account's key, new or with its life prolonged. */
  start(account: string, nowMs: number): string {
    const known = this.#byAccount.get(account)
    if (known !== undefined && known.untilMs > nowMs) {
      known.untilMs = nowMs + LIFE_MS
      return known.key
    }
    this.#made += 1
    const key = `${account}${nowMs.toString(36)}${this.#made.toString(36)}`.replace(/[^0-9A-Za-z]/g, '').padEnd(64, 'k')
    this.#byAccount.set(account, { key, account, untilMs: nowMs + LIFE_MS })
    return key
  }

  /** The account's key with its life prolonged; undefined when it has none. */
  keep(account: string, nowMs: number): string | undefined {
    return this.#byAccount.has(account) ? this.start(account, nowMs) : undefined
  }

  /** False when the account has none. */
  stop(account: string): boolean {
    return this.#byAccount.delete(account)
  }

  open(socketId: string, at: { readonly path: string; readonly query: string }): void {
    const params = new Map(at.query.split('&').map((piece) => [piece.slice(0, piece.indexOf('=')), piece.slice(piece.indexOf('=') + 1)]))
    const [, kind = '', inPath = ''] = at.path.split('/').filter((part) => part !== 'private')
    const key = params.get('listenKey') ?? params.get('streams') ?? inPath
    const events = params.get('events')
    this.#listeners.set(socketId, { key, combined: kind === 'stream', events: events === undefined ? null : new Set(events.split(/[/,]/)) })
  }

  has(socketId: string): boolean {
    return this.#listeners.has(socketId)
  }

  /** True when the text is a live key, as older clients put it into the path. */
  knows(text: string): boolean {
    return [...this.#byAccount.values()].some(({ key }) => key === text)
  }

  /** Answers a control message: a listener of a key can add nothing to it. */
  control(socketId: string, text: string, turn: Turn): void {
    const id = /"id"\s*:\s*("[^"]{0,64}"|-?\d{1,18}|null)/.exec(text)?.[1] ?? 'null'
    turn.emit({ type: 'socket.send', socketId, text: `{"result":null,"id":${id}}` })
  }

  close(socketId: string): void {
    this.#listeners.delete(socketId)
  }

  sockets(): Iterable<string> {
    return this.#listeners.keys()
  }

  notify(account: string, event: Readonly<Record<string, unknown>>, turn: Turn): void {
    const key = this.#byAccount.get(account)?.key
    if (key !== undefined) this.#send(key, event, turn)
  }

  /** Ends the keys whose hour is over. */
  expire(nowMs: number, turn: Turn): void {
    for (const { account, key, untilMs } of this.#byAccount.values()) {
      if (untilMs > nowMs) continue
      this.#send(key, { e: 'listenKeyExpired', E: nowMs, listenKey: key }, turn)
      this.#byAccount.delete(account)
    }
  }

  #send(key: string, event: Readonly<Record<string, unknown>>, turn: Turn): void {
    for (const [socketId, { key: listened, combined, events }] of this.#listeners) {
      if (listened !== key || (events !== null && !events.has(String(event['e'])))) continue
      this.sentCount += 1
      turn.emit({ type: 'socket.send', socketId, text: JSON.stringify(combined ? { stream: key, data: event } : event) })
    }
  }
}
