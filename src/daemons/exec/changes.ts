import { must } from '../../lib/base/assert.ts'
import { toMoney } from '../../lib/base/money.ts'
import type { RpcError } from '../../lib/contracts/envelope.ts'
import type { Order } from '../../lib/contracts/exec.ts'
import { isLive } from '../../lib/model/order.ts'
import { advance, type Cell } from '../../lib/model/order-fsm.ts'
import type { OrderEvent } from '../../lib/model/order-table.ts'
import type { OrderDetail } from './events.ts'
import { raiseHalt } from './halts.ts'
import { announceOrder } from './outbox.ts'
import type { Entry } from './registry.ts'
import { setTimer, type Turn, warn } from './turn.ts'

const FIRST_PROBE_US = 500_000
const SETTLE_US = 500_000

/** An event of the transition table and what came with it. */
export interface Change {
  readonly event: OrderEvent
  readonly reason?: string
  readonly refusal?: RpcError
  readonly report?: { readonly venueOrderId: string; readonly cumQty: string; readonly venueMs: number }
  /** Announced even when no field of the order moved: a fill did. */
  readonly always?: boolean
}

const detailAfter = (detail: OrderDetail, change: Change): OrderDetail => ({
  ...detail,
  ...(change.refusal === undefined ? {} : { refusal: change.refusal }),
  ...(change.report === undefined ? {} : { venueQty: change.report.cumQty, venueMs: change.report.venueMs }),
})

const FIELDS = ['status', 'pending', 'reason', 'settled', 'venueOrderId'] as const

const isSame = (a: Order, b: Order): boolean => FIELDS.every((field) => a[field] === b[field]) && a.flags.length === b.flags.length

/** Puts one event through the transition table, announces what changed and arranges what has to follow. */
export const changeOrder = (turn: Turn, clientOrderId: string, change: Change): Cell => {
  const entry = must(turn.state.registry.entries.get(clientOrderId), `order '${clientOrderId}'`)
  const detail = detailAfter(entry.detail, change)
  const complete = toMoney(entry.order.filledQty) >= toMoney(detail.venueQty)
  const { order: progress, cell } = advance(entry.order, change.event, { complete, ...(change.reason === undefined ? {} : { reason: change.reason }) })
  if (!cell.legal) {
    turn.state.illegalCount += 1
    warn(turn, 'illegal transition ignored', { clientOrderId, status: entry.order.status, event: change.event })
    return cell
  }
  const venueOrderId = entry.order.venueOrderId ?? change.report?.venueOrderId ?? null
  const order: Order = { ...entry.order, ...progress, flags: [...progress.flags], venueOrderId, updatedUs: turn.nowUs }
  if (change.always !== true && isSame(entry.order, order)) {
    turn.state.duplicatesCount += 1
  } else {
    announceOrder(turn, { order, cause: change.event, detail, correlationId: entry.correlationId })
    measure(turn, entry, order)
  }
  followUp(turn, { before: entry.order, order, cell })
  return cell
}

const measure = (turn: Turn, { order: before, detail }: Entry, order: Order): void => {
  const { ackedUs } = turn.state
  if (order.status === 'WORKING' && before.status !== 'WORKING' && detail.bodyHash !== '') ackedUs.set(order.clientOrderId, turn.nowUs)
  if (!isLive(order.status) && order.settled) ackedUs.delete(order.clientOrderId)
  const isAnswered = order.status === 'WORKING' || order.status === 'PARTIAL' || order.status === 'FILLED'
  if (before.status === 'SENT' && isAnswered && detail.bodyHash !== '') turn.state.submitToAckUs.record(turn.nowUs - before.createdUs)
}

const followUp = (turn: Turn, { before, order, cell }: { before: Order; order: Order; cell: Cell }): void => {
  const id = order.clientOrderId
  const isNew = before.status !== order.status
  if (isNew && order.status === 'UNKNOWN') setTimer(turn, `probe|${id}`, FIRST_PROBE_US)
  if (cell.followUp === 'query' || cell.followUp === 'probe') setTimer(turn, `probe|${id}`, 0)
  const isOpen = order.status === 'WORKING' || order.status === 'PARTIAL'
  if (isNew && isOpen && order.pending === 'cancel') setTimer(turn, `cancel|${id}`, 0)
  if (isNew && !isLive(order.status) && !order.settled) setTimer(turn, `settle|${id}`, SETTLE_US)
  if (cell.alarm) alarm(turn, order, cell)
}

const alarm = (turn: Turn, order: Order, cell: Cell): void => {
  const { clientOrderId, strategyId, symbol, status } = order
  warn(turn, 'order changed against expectation', { clientOrderId, status, notes: cell.notes })
  if (cell.notes.includes('K1')) raiseHalt(turn, { scope: `strategy:${strategyId}`, level: 'K1', reason: `order '${clientOrderId}' came to life`, by: 'exec' })
  if (cell.overfill) raiseHalt(turn, { scope: `symbol:${symbol}`, level: 'K1', reason: `order '${clientOrderId}' is overfilled`, by: 'exec' })
}
