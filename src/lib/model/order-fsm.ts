import { must } from '../base/assert.ts'
import { isLive, type OrderStatus, type PendingRequest } from './order.ts'
import { ORDER_ROWS, ORDER_STATUSES, type OrderEvent } from './order-table.ts'

/** What the caller has to do after a transition: ask the venue for the order, probe twice whether it is lost, or send a cancel again once acknowledged. */
export type FollowUp = 'nothing' | 'query' | 'probe' | 'requeue'

/** One cell of the transition table. */
export interface Cell {
  /** False: the event may not happen in this status; nothing changes, it is counted and logged. */
  readonly legal: boolean
  /** Status after the event; null stays. */
  readonly next: OrderStatus | null
  /** Applied, but somebody has to look at it. */
  readonly alarm: boolean
  readonly overfill: boolean
  readonly pending: 'keep' | '+cancel' | '-cancel' | '+replace' | '-replace'
  readonly followUp: FollowUp
  /** Remarks of the cell: `late fill`, `resurrect`, `phantom`, `K1`, `VENUE_LOST`, `reply TOO_LATE`. */
  readonly notes: readonly string[]
}

/** The part of an order that transitions change. */
export interface OrderProgress {
  readonly status: OrderStatus
  readonly pending: PendingRequest
  readonly flags: readonly string[]
  readonly reason: string
  /** Terminal, and the fills seen add up to what the venue reported. */
  readonly settled: boolean
}

/** What is known beside the event: why, and whether the fills seen are all that the venue reported. */
export interface Evidence {
  readonly reason?: string
  readonly complete: boolean
}

const GRAMMAR = /^(A:)?(=|!|[A-Z_]+)\*?(\+OVF)?((?:[+-](?:pc|pr|query|probe|requeue))*)(?:\(([^)]*)\))?$/
const PENDING: Readonly<Record<string, Cell['pending']>> = { '+pc': '+cancel', '-pc': '-cancel', '+pr': '+replace', '-pr': '-replace' }
const FOLLOW_UPS: Readonly<Record<string, FollowUp>> = { '+query': 'query', '+probe': 'probe', '+requeue': 'requeue' }
const FLAG_OF_NOTE: Readonly<Record<string, string>> = {
  'late fill': 'LATE_FILL',
  resurrect: 'RESURRECTED',
  phantom: 'PHANTOM',
  late: 'LATE_ANSWER',
  VENUE_LOST: 'VENUE_LOST',
}
const REASONS: ReadonlySet<string> = new Set(['CANCELED_BEFORE_SEND', 'VENUE_REJECT', 'VENUE_LOST'])

const statusOf = (text: string): OrderStatus | null => {
  if (text === '=' || text === '!') return null
  return must(
    ORDER_STATUSES.find((status) => status === text),
    `order status '${text}'`,
  )
}

const parseCell = (text: string): Cell => {
  const [, alarm, head = '', overfill, marks = '', notes = ''] = must(GRAMMAR.exec(text), `meaning of cell '${text}'`)
  const parts = marks.match(/[+-][a-z]+/g) ?? []
  return {
    legal: head !== '!',
    next: statusOf(head),
    alarm: alarm !== undefined,
    overfill: overfill !== undefined,
    pending: parts.map((part) => PENDING[part]).find((kind) => kind !== undefined) ?? 'keep',
    followUp: parts.map((part) => FOLLOW_UPS[part]).find((kind) => kind !== undefined) ?? 'nothing',
    notes: notes === '' ? [] : notes.split(/, ?/),
  }
}

const cells: ReadonlyMap<string, Cell> = new Map(
  Object.entries(ORDER_ROWS).flatMap(([event, row]) => ORDER_STATUSES.map((status, column) => [`${status} ${event}`, parseCell(must(row[column], 'cell'))])),
)

/** The cell of the table. Every pair of a status and an event has one. */
export const transition = (status: OrderStatus, event: OrderEvent): Cell => must(cells.get(`${status} ${event}`), `cell of '${status}' and '${event}'`)

/** Applies an event to an order. With an illegal cell the order comes back as it was. */
export const advance = (order: OrderProgress, event: OrderEvent, evidence: Evidence): { readonly order: OrderProgress; readonly cell: Cell } => {
  const cell = transition(order.status, event)
  if (!cell.legal) return { order, cell }
  const status = cell.next ?? order.status
  const live = isLive(status)
  return {
    cell,
    order: {
      status,
      pending: live ? pendingAfter(order.pending, cell) : 'none',
      flags: flagsAfter(order.flags, cell),
      reason: reasonAfter(order, cell, evidence),
      settled: !live && evidence.complete && !cell.notes.includes('unsettled'),
    },
  }
}

const pendingAfter = (pending: PendingRequest, cell: Cell): PendingRequest => {
  if (cell.pending === 'keep') return pending
  const kind = cell.pending === '+cancel' || cell.pending === '-cancel' ? 'cancel' : 'replace'
  if (cell.pending.startsWith('+')) return kind
  return pending === kind ? 'none' : pending
}

const flagsAfter = (flags: readonly string[], cell: Cell): readonly string[] => {
  const found = cell.notes.flatMap((note) => FLAG_OF_NOTE[note] ?? [])
  const added = [...found, ...(cell.overfill ? ['OVERFILL'] : [])].filter((flag) => !flags.includes(flag))
  return added.length === 0 ? flags : [...flags, ...added]
}

const reasonAfter = (order: OrderProgress, cell: Cell, evidence: Evidence): string => {
  if (cell.next === null || cell.next === order.status) return order.reason
  if (isLive(cell.next)) return cell.next === 'UNKNOWN' ? (evidence.reason ?? '') : ''
  return evidence.reason ?? cell.notes.find((note) => REASONS.has(note)) ?? ''
}
