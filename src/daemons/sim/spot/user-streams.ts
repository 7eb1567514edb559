import type { Turn } from '../events.ts'

/** Sockets of the WebSocket API and the accounts that each one watches. */
export interface UserStreams {
  open(socketId: string): void
  has(socketId: string): boolean
  /** Id of the new subscription, or of the one that the account already has on this socket. */
  subscribe(socketId: string, account: string): number
  /** Without an id all of them. */
  unsubscribe(socketId: string, subscriptionId?: number): void
  notify(account: string, event: Readonly<Record<string, unknown>>, turn: Turn): void
  close(socketId: string): void
  sockets(): Iterable<string>
  readonly sentCount: number
}

interface Watcher {
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
      watchers.set(socketId, { nextId: 0, accounts: new Map() })
    },
    has: (socketId) => watchers.has(socketId),
    subscribe: (socketId, account) => {
      const watcher = watchers.get(socketId)
      const known = watcher?.accounts.get(account)
      if (watcher === undefined || known !== undefined) return known ?? 0
      watcher.accounts.set(account, watcher.nextId)
      watcher.nextId += 1
      return watcher.nextId - 1
    },
    unsubscribe: (socketId, subscriptionId) => {
      const accounts = watchers.get(socketId)?.accounts
      for (const [account, id] of accounts ?? []) if (subscriptionId === undefined || id === subscriptionId) accounts?.delete(account)
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
