import { setTimeout as sleep } from 'node:timers/promises'
import type { AccountState } from '../contracts/acct.ts'
import type { StatusAnswer } from '../contracts/exec.ts'
import type { SinceAnswer } from '../contracts/stream.ts'
import type { CliPeer } from './peer.ts'

const ASK_TIMEOUT_US = 500_000
const POLL_MS = 50
const WAIT_MS = 5_000
const WAIT_UNKNOWN_MS = 15_000

const ask = async <T>(peer: CliPeer, call: { readonly service: string; readonly method: string; readonly body: unknown }): Promise<T | null> => {
  const answer = await peer.ask({ ...call, timeoutUs: ASK_TIMEOUT_US })
  return answer.ok ? (answer.body as T) : null
}

const liveOrders = async (peer: CliPeer): Promise<StatusAnswer['orders'] | null> =>
  (await ask<StatusAnswer>(peer, { service: 'exec', method: 'order.status', body: {} }))?.orders ?? null

/** Cancels every order and waits until none lives: 5 s, or 15 s while the fate of one is unknown. */
const cancelAll = async (peer: CliPeer): Promise<void> => {
  await ask(peer, { service: 'exec', method: 'order.cancel', body: { all: true } })
  for (let waitedMs = 0; waitedMs < WAIT_UNKNOWN_MS; waitedMs += POLL_MS) {
    const orders = await liveOrders(peer)
    if (orders?.length === 0) return
    const unknown = orders === null || orders.some(({ status }) => status === 'UNKNOWN')
    if (waitedMs >= WAIT_MS && !unknown) return
    await sleep(POLL_MS)
  }
}

/** Waits until acct holds every event that exec has published. */
const booksCaughtUp = async (peer: CliPeer): Promise<void> => {
  const since = await ask<SinceAnswer>(peer, { service: 'exec', method: 'events.since', body: { stream: 'exec.events', after: 0, max: 1 } })
  for (let waitedMs = 0; waitedMs < WAIT_MS; waitedMs += POLL_MS) {
    const state = await ask<AccountState>(peer, { service: 'acct', method: 'acct.state', body: {} })
    if (state !== null && since !== null && state.execSeq >= since.lastSeq) return
    await sleep(POLL_MS)
  }
}

/** Brings trading to rest after the strategies have stopped: no order lives, and the books know everything. */
export const quiesce = async (peer: CliPeer): Promise<void> => {
  await cancelAll(peer)
  await booksCaughtUp(peer)
}
