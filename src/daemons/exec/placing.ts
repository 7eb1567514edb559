import { termsIn } from '../../lib/model/order-terms.ts'
import { changeOrder } from './changes.ts'
import { closedFor } from './closed.ts'
import { isHalted } from './halts.ts'
import type { Lane } from './limits/lanes.ts'
import { record } from './outbox.ts'
import { depart, enter } from './queue.ts'
import type { Entry } from './registry.ts'
import { type Turn, validity, venueUs } from './turn.ts'

/** What came up since risk began to think. */
export const lateDenials = (turn: Turn, { order }: Entry, expiresUs: number): readonly string[] => {
  if (expiresUs <= turn.nowUs) return ['APPROVAL_EXPIRED']
  if (isHalted(turn.state.registry, order)) return ['HALTED']
  const closed = closedFor(turn)
  return closed === null ? [] : [closed.code]
}

interface Approved {
  readonly clientOrderId: string
  readonly lane: Lane
  readonly expiresUs: number
  readonly deadlineUs: number
}

const deny = (turn: Turn, clientOrderId: string, reason: string): number => {
  changeOrder(turn, clientOrderId, { event: 'deny', reason })
  return 0
}

/** Sends an approved order as soon as the venue's budget allows; one that would be late is denied, never sent late. */
export const place = (turn: Turn, { order }: Entry, expiresUs: number): void => {
  const { clientOrderId, reduceOnly } = order
  const approved = { clientOrderId, lane: reduceOnly ? 'cancel' : 'order', expiresUs, deadlineUs: turn.nowUs + turn.state.config.queueMs * 1000 } as const
  const isIn = enter(turn, `new|${clientOrderId}`, { lane: approved.lane, leave: (at: Turn) => leave(at, approved) })
  if (!isIn) deny(turn, clientOrderId, 'RATE_LIMITED too many orders wait')
}

const leave = (turn: Turn, { clientOrderId, lane, expiresUs, deadlineUs }: Approved): number => {
  const entry = turn.state.registry.entries.get(clientOrderId)
  if (entry === undefined || entry.order.status !== 'NEW_LOCAL') return 0
  const [denial] = lateDenials(turn, entry, expiresUs)
  if (denial !== undefined) return deny(turn, clientOrderId, denial)
  const request = requestOf(turn, entry)
  const waitUs = turn.state.gate.limiter.take(request.cost, lane, venueUs(turn))
  if (waitUs > 0 && turn.nowUs + waitUs >= deadlineUs) return deny(turn, clientOrderId, `RATE_LIMITED retry after ${Math.ceil(waitUs / 1000)} ms`)
  if (waitUs === 0) send(turn, entry, request)
  return waitUs
}

const requestOf = (turn: Turn, { order }: Entry): ReturnType<Turn['venue']['place']> => {
  const { clientOrderId, symbol, side, type, tif, price, qty, reduceOnly } = order
  return turn.venue.place({ clientOrderId, symbol, side, type, tif, price, qty, reduceOnly, ...termsIn(order) }, validity(turn))
}

const send = (turn: Turn, { order, detail }: Entry, request: ReturnType<typeof requestOf>): void => {
  const { config } = turn.state
  const { clientOrderId } = order
  const { serverMs, recvWindowMs } = validity(turn)
  depart(turn, `new|${clientOrderId}`, 'trade.new')
  record(turn, {
    type: 'order.sent',
    clientOrderId,
    bodyHash: detail.bodyHash,
    serverMs,
    recvWindowMs,
    deadServerMs: serverMs + recvWindowMs + config.proofMs,
    request,
    timeoutUs: config.orderTimeoutMs * 1000,
  })
  changeOrder(turn, clientOrderId, { event: 'send' })
}
