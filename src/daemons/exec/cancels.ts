import { must } from '../../lib/base/assert.ts'
import type { VenueRefusal, VenueReply } from '../../lib/venues/orders.ts'
import { askIn } from './calls.ts'
import { changeOrder } from './changes.ts'
import { wantsNoOrders } from './halts.ts'
import { refOf } from './order-refs.ts'
import { type Entry, EXTERNAL, liveEntries } from './registry.ts'
import { applyReport } from './reports.ts'
import { setTimer, type Turn } from './turn.ts'
import { noteRefusal } from './venue-limits.ts'

const RETRY_US = 500_000

/** What became of the wish to cancel: pending, done before it left, or the reason why it is too late. */
export interface CancelOutcome {
  readonly clientOrderId: string
  readonly pending: boolean
  readonly reply: string | null
}

const SENDABLE: ReadonlySet<string> = new Set(['UNKNOWN', 'WORKING', 'PARTIAL'])

const sendCancel = (turn: Turn, { order }: Entry): void => {
  const { clientOrderId, symbol } = order
  const ref = refOf(turn, order)
  // It has no name at the venue yet: once it is found the cancel goes on.
  if (ref === null) {
    setTimer(turn, `probe|${clientOrderId}`, 0)
    return
  }
  askIn(turn, {
    id: `cancel|${clientOrderId}`,
    lane: wantsNoOrders(turn.state.registry) ? 'halt' : 'cancel',
    symbol,
    question: (validity) => turn.venue.cancel(ref, validity),
  })
}

/** Wants an order gone. A second wish joins the first; before the acknowledgement the wish waits for it. */
export const cancelOrder = (turn: Turn, clientOrderId: string): CancelOutcome => {
  const { order } = must(turn.state.registry.entries.get(clientOrderId), `order '${clientOrderId}'`)
  if (order.pending === 'cancel') return { clientOrderId, pending: true, reply: null }
  const cell = changeOrder(turn, clientOrderId, { event: 'cancelReq' })
  const after = must(turn.state.registry.entries.get(clientOrderId), `order '${clientOrderId}'`)
  const reply = cell.notes.find((note) => note.startsWith('reply '))?.slice('reply '.length) ?? null
  if (after.order.pending === 'cancel' && SENDABLE.has(after.order.status)) sendCancel(turn, after)
  return { clientOrderId, pending: after.order.pending === 'cancel', reply }
}

/** Sends a cancel that is still wanted and not under way. */
export const retryCancel = (turn: Turn, clientOrderId: string): void => {
  const entry = turn.state.registry.entries.get(clientOrderId)
  if (entry?.order.pending === 'cancel' && SENDABLE.has(entry.order.status)) sendCancel(turn, entry)
}

/** Wants every live order of ours gone; wishes that got lost are sent again. */
export const cancelAll = (turn: Turn, isWanted: (entry: Entry) => boolean = () => true): CancelOutcome[] =>
  liveEntries(turn.state.registry)
    .filter((entry) => entry.order.strategyId !== EXTERNAL && isWanted(entry))
    .map(({ order }) => {
      if (order.pending === 'cancel') retryCancel(turn, order.clientOrderId)
      return cancelOrder(turn, order.clientOrderId)
    })

const retryUs = (refusal: VenueRefusal): number => (refusal.retryAfterMs === undefined ? RETRY_US : refusal.retryAfterMs * 1000)

/** The venue's answer to a cancel. "Unknown" means not open now: the order itself is asked for. */
export const takeCanceled = (turn: Turn, clientOrderId: string, result: VenueReply): void => {
  const answer = turn.venue.readCanceled(result)
  switch (answer.kind) {
    case 'accepted':
      applyReport(turn, answer.report)
      return
    case 'rejected':
    case 'duplicate':
    case 'unknownOrder':
      changeOrder(turn, clientOrderId, { event: 'cancelRej', reason: answer.reason })
      return
    case 'ambiguous':
      changeOrder(turn, clientOrderId, { event: 'cancelAmb', reason: answer.reason })
      return
    case 'rateLimited':
    case 'clock':
    case 'notSent':
      noteRefusal(turn, answer)
      setTimer(turn, `cancel|${clientOrderId}`, retryUs(answer))
      return
  }
}
