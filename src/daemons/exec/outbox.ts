import type { Fill, Order, Reconciled } from '../../lib/contracts/exec.ts'
import type { ExecRecord, OrderDetail } from './events.ts'
import { applyRecord } from './fold.ts'
import type { Turn } from './turn.ts'

const TOPIC = 'exec.events'

/** Applies a record and hands it to the journal. */
export const record = (turn: Turn, made: ExecRecord): void => {
  applyRecord(turn.state.registry, made, turn.nowUs)
  turn.emit(made)
}

interface Announcement {
  readonly type: 'order.changed' | 'order.filled' | 'exec.reconciled'
  readonly correlationId: string
  readonly detail: OrderDetail | null
  readonly body: Readonly<Record<string, unknown>>
}

const announce = (turn: Turn, { type, correlationId, detail, body }: Announcement): void => {
  const seq = turn.state.registry.events.length + 1
  const event = { seq, type, tsUs: turn.nowUs, correlationId, body: { execSeq: seq, ...body } }
  record(turn, { type: 'exec.event', event, detail })
  turn.emit({ type: 'publish', topic: TOPIC, kind: type, body: event.body, correlationId })
}

export const announceOrder = (
  turn: Turn,
  change: { readonly order: Order; readonly cause: string; readonly detail: OrderDetail; readonly correlationId: string },
): void => {
  const birth = change.cause === 'accepted' ? { bodyHash: change.detail.bodyHash } : {}
  announce(turn, {
    type: 'order.changed',
    correlationId: change.correlationId,
    detail: change.detail,
    body: { order: change.order, cause: change.cause, ...birth },
  })
}

export const announceFill = (turn: Turn, fill: Fill, correlationId: string): void =>
  announce(turn, { type: 'order.filled', correlationId, detail: null, body: { fill } })

export const announceReconciled = (turn: Turn, body: Omit<Reconciled, 'execSeq'>): void =>
  announce(turn, { type: 'exec.reconciled', correlationId: `exec-${turn.state.epoch}-r${turn.state.runCount}`, detail: null, body })
