import { must } from '../../../lib/base/assert.ts'
import { msOf, type Turn } from '../events.ts'
import { refusals } from './refusal.ts'

/** Sockets of the WebSocket API and the accounts that each one watches. */
export interface UserStreams {
  open(socketId: string): void
  has(socketId: string): boolean
  /** Id of the new subscription; refused with -2035 when the account has one on this socket, with -2042 when there were too many. */
  subscribe(socketId: string, account: string): number
  /** Without an id all of them; refused with -2036 when there is none. */
  unsubscribe(socketId: string, subscriptionId: number | undefined, turn: Turn): void
  subscriptions(socketId: string): number[]
  /** Key with which a socket has logged on, and since when. */
  session(socketId: string): UserSession | null
  logOn(socketId: string, session: UserSession | null): void
  notify(account: string, event: Readonly<Record<string, unknown>>, turn: Turn): void
  close(socketId: string): void
  sockets(): Iterable<string>
  readonly sentCount: number
}

const SUBSCRIPTION_MAX = 65_535

/** A key that speaks for a whole connection. */
export interface UserSession {
  readonly apiKey: string
  readonly sinceMs: number
}

interface Watcher {
  session: UserSession | null
  nextId: number
  /** Subscription id by account. */
  readonly accounts: Map<string, number>
}

export const createUserStreams = (): UserStreams => {
  const watchers = new Map<string, Watcher>()
  let sentCount = 0
  return {
    get sentCount() {
      return sentCount
    },
    open: (socketId) => {
      watchers.set(socketId, { session: null, nextId: 0, accounts: new Map() })
    },
    has: (socketId) => watchers.has(socketId),
    subscribe: (socketId, account) => {
      const watcher = must(watchers.get(socketId), `socket '${socketId}'`)
      if (watcher.accounts.has(account)) throw refusals.subscribed()
      if (watcher.nextId >= SUBSCRIPTION_MAX) throw refusals.subscriptionMax()
      watcher.accounts.set(account, watcher.nextId)
      watcher.nextId += 1
      return watcher.nextId - 1
    },
    unsubscribe: (socketId, subscriptionId, turn) => {
      const accounts = watchers.get(socketId)?.accounts ?? new Map<string, number>()
      const ended = [...accounts].filter(([, id]) => subscriptionId === undefined || id === subscriptionId)
      if (ended.length === 0) throw refusals.notSubscribed()
      for (const [account, id] of ended) {
        accounts.delete(account)
        turn.emit({ type: 'socket.send', socketId, text: JSON.stringify({ subscriptionId: id, event: { e: 'eventStreamTerminated', E: msOf(turn) } }) })
      }
    },
    subscriptions: (socketId) => [...(watchers.get(socketId)?.accounts.values() ?? [])],
    session: (socketId) => watchers.get(socketId)?.session ?? null,
    logOn: (socketId, session) => {
      must(watchers.get(socketId), `socket '${socketId}'`).session = session
    },
    notify: (account, event, turn) => {
      for (const [socketId, { accounts }] of watchers) {
        const subscriptionId = accounts.get(account)
        if (subscriptionId === undefined) continue
        sentCount += 1
        turn.emit({ type: 'socket.send', socketId, text: JSON.stringify({ subscriptionId, event }) })
      }
    },
    sockets: () => watchers.keys(),
    close: (socketId) => {
      watchers.delete(socketId)
    },
  }
}
