import t from 'tap'
import { isLive, type OrderStatus } from '../../../src/lib/model/order.ts'
import { advance, type OrderProgress, transition } from '../../../src/lib/model/order-fsm.ts'
import { ORDER_ROWS, ORDER_STATUSES, type OrderEvent } from '../../../src/lib/model/order-table.ts'

const events = Object.keys(ORDER_ROWS) as OrderEvent[]
const at = (status: OrderStatus, over: Partial<OrderProgress> = {}): OrderProgress => ({
  status,
  pending: 'none',
  flags: [],
  reason: '',
  settled: false,
  ...over,
})

t.test('every pair of a status and an event has a cell that agrees with its text', async (t) => {
  for (const event of events) {
    for (const [column, status] of ORDER_STATUSES.entries()) {
      const text = ORDER_ROWS[event][column] ?? ''
      const cell = transition(status, event)
      t.equal(cell.legal, !text.startsWith('!'), text)
      t.equal(cell.alarm, text.startsWith('A:'), text)
      t.equal(cell.next, /^(?:A:)?[=!]/.test(text) ? null : (/^(?:A:)?([A-Z_]+)/.exec(text.replace(/^A:/, ''))?.[1] ?? null), text)
    }
  }
})

t.test('an illegal event leaves the order as it was', async (t) => {
  const order = at('UNKNOWN')
  const { order: after, cell } = advance(order, 'send', { complete: true })
  t.equal(cell.legal, false)
  t.equal(after, order)
})

t.test('pending requests are set, kept and cleared by kind', async (t) => {
  const asked = advance(at('WORKING'), 'cancelReq', { complete: true }).order
  t.equal(asked.pending, 'cancel')
  t.equal(advance(asked, 'fill', { complete: true }).order.pending, 'cancel')
  t.equal(advance(asked, 'replaceRej', { complete: true }).order.pending, 'cancel')
  t.equal(advance(asked, 'cancelRej', { complete: true }).order.pending, 'none')
  t.equal(advance(asked, 'fillLast', { complete: true }).order.pending, 'none')
})

t.test('a terminal order is settled only with complete fills', async (t) => {
  t.equal(advance(at('PARTIAL'), 'cancelAck', { complete: false }).order.settled, false)
  t.equal(advance(at('PARTIAL'), 'cancelAck', { complete: true }).order.settled, true)
  t.equal(advance(at('WORKING'), 'notFoundProven', { complete: true }).order.settled, false)
  t.equal(advance(at('WORKING'), 'ack', { complete: true }).order.settled, false)
})

t.test('flags and reasons follow the remarks of the cell', async (t) => {
  t.same(advance(at('CANCELED'), 'fill', { complete: true }).order.flags, ['LATE_FILL'])
  t.same(advance(at('NOT_RECEIVED'), 'ack', { complete: true }).order.flags, ['RESURRECTED'])
  t.same(advance(at('FILLED', { flags: ['OVERFILL'] }), 'overfill', { complete: false }).order.flags, ['OVERFILL'])
  t.equal(advance(at('NEW_LOCAL'), 'cancelReq', { complete: true }).order.reason, 'CANCELED_BEFORE_SEND')
  t.equal(advance(at('PARTIAL'), 'reject', { complete: true }).order.reason, 'VENUE_REJECT')
  t.equal(advance(at('SENT'), 'reject', { reason: 'no money', complete: true }).order.reason, 'no money')
})

t.test('a terminal status is left only by a late fill or with an alarm', async (t) => {
  for (const status of ORDER_STATUSES.filter((name) => !isLive(name))) {
    for (const event of events) {
      const cell = transition(status, event)
      if (cell.next === null || cell.next === status) continue
      t.ok(cell.alarm || event === 'fillLast' || cell.notes.includes('late') || event === 'replaceAck', `${status} ${event}`)
    }
  }
})
