import { setTimeout as sleep } from 'node:timers/promises'
import type { RpcError } from '../contracts/envelope.ts'
import type { Order, StatusAnswer, StatusRequest, SubmitAnswer, SubmitRequest } from '../contracts/exec.ts'
import { isLive } from '../model/order.ts'
import type { BusAnswer } from '../ports/bus.ts'
import { EXIT } from './exit.ts'
import { exitOfOrder, exitOfRefusal } from './order-exit.ts'
import type { CliPeer } from './peer.ts'

/** Until when a command looks at an order: answered by the venue, or ended. */
export type WaitFor = 'ack' | 'final'

export interface Patience {
  readonly wait: WaitFor
  readonly forMs: number
}

/** What became of an intent: the order as far as there is one, the refusal if it was refused, and the exit code. */
export interface Placed {
  readonly order: Order | null
  readonly error: RpcError | null
  readonly exit: number
}

const ASK_US = 1_000_000
const POLL_MS = 20
/** The intent may not have arrived: the same one again is the same order. */
const AGAIN: ReadonlySet<string> = new Set(['TIMEOUT', 'UNREACHABLE', 'HELLO_FIRST', 'NOT_SERVING'])
const OPEN_FATE: ReadonlySet<string> = new Set(['NEW_LOCAL', 'SENT', 'UNKNOWN'])

const isReached = ({ status }: Order, wait: WaitFor): boolean => (wait === 'ack' ? !OPEN_FATE.has(status) : !isLive(status))

const msLeft = (peer: CliPeer, endUs: number): number => (endUs - peer.clock.nowUs()) / 1000

const submitUntil = async (peer: CliPeer, request: SubmitRequest, endUs: number): Promise<BusAnswer> => {
  for (;;) {
    const answer = await peer.ask({ service: 'exec', method: 'order.submit', body: request, timeoutUs: ASK_US })
    if (answer.ok || !AGAIN.has(answer.error.code) || msLeft(peer, endUs) <= 0) return answer
    await sleep(POLL_MS)
  }
}

/** The order that exec has for a query; null when it has none or does not answer. */
export const orderOf = async (peer: CliPeer, query: StatusRequest): Promise<Order | null> => {
  const answer = await peer.ask({ service: 'exec', method: 'order.status', body: query, timeoutUs: ASK_US })
  return answer.ok ? ((answer.body as StatusAnswer).orders[0] ?? null) : null
}

/** Looks at an order until it is as far as wanted or the time is over; null when exec never told. */
export const orderAt = async (peer: CliPeer, clientOrderId: string, { wait, forMs }: Patience): Promise<Order | null> => {
  const endUs = peer.clock.nowUs() + forMs * 1000
  let last: Order | null = null
  for (;;) {
    last = (await orderOf(peer, { clientOrderId })) ?? last
    if ((last !== null && isReached(last, wait)) || msLeft(peer, endUs) <= 0) return last
    await sleep(POLL_MS)
  }
}

const exitOf = (order: Order | null, wait: WaitFor): number => {
  if (order === null) return EXIT.unknown
  const exit = exitOfOrder(order)
  return exit === EXIT.ok && !isReached(order, wait) ? EXIT.temporary : exit
}

/** Hands an intent to exec and waits for what becomes of it. It may be called again with the same intent, and then finds the same order. */
export const placeOrder = async (peer: CliPeer, request: SubmitRequest, patience: Patience): Promise<Placed> => {
  const endUs = peer.clock.nowUs() + patience.forMs * 1000
  const answer = await submitUntil(peer, request, endUs)
  if (!answer.ok) {
    const { intentId, strategyId } = request
    const order = answer.error.category === 'reject' && answer.error.code !== 'INTENT_ID_REUSED' ? await orderOf(peer, { intentId, strategyId }) : null
    return { order, error: answer.error, exit: exitOfRefusal(answer.error) }
  }
  const { clientOrderId } = answer.body as SubmitAnswer
  const order = await orderAt(peer, clientOrderId, { ...patience, forMs: Math.max(0, msLeft(peer, endUs)) })
  return { order, error: null, exit: exitOf(order, patience.wait) }
}
