import type { VenueReply } from '../../lib/venues/orders.ts'
import { changeOrder } from './changes.ts'
import { applyFill } from './fills.ts'
import { applyReport } from './reports.ts'
import type { Turn } from './turn.ts'
import { noteRefusal } from './venue-limits.ts'

/** Only an order that waits for its answer can lose it; news from the stream is better than none from the call. */
const loseAnswer = (turn: Turn, clientOrderId: string, reason: string): void => {
  if (turn.state.registry.entries.get(clientOrderId)?.order.status === 'SENT') changeOrder(turn, clientOrderId, { event: 'ambiguous', reason })
}

const isWaiting = (turn: Turn, clientOrderId: string): boolean => {
  const status = turn.state.registry.entries.get(clientOrderId)?.order.status
  return status === 'SENT' || status === 'UNKNOWN'
}

const noteSent = (turn: Turn, clientOrderId: string, sentMonoUs: number): void => {
  const { causes, tickToOrderUs } = turn.state
  const cause = causes.get(clientOrderId)
  causes.delete(clientOrderId)
  if (cause !== undefined && sentMonoUs > cause) tickToOrderUs.record(Math.round(sentMonoUs - cause))
}

/** The venue's answer to a new order, or its absence. The order is never sent again. */
export const takePlaced = (turn: Turn, clientOrderId: string, result: VenueReply): void => {
  noteSent(turn, clientOrderId, result.sentMonoUs)
  const answer = turn.venue.readPlaced(result)
  switch (answer.kind) {
    case 'accepted':
      for (const fill of answer.fills) applyFill(turn, clientOrderId, fill)
      applyReport(turn, answer.report)
      return
    case 'rejected':
    case 'rateLimited':
    case 'clock':
      noteRefusal(turn, answer)
      changeOrder(turn, clientOrderId, { event: 'reject', reason: answer.reason })
      return
    case 'ambiguous':
    case 'duplicate':
    case 'unknownOrder':
      loseAnswer(turn, clientOrderId, answer.reason)
      return
    case 'notSent':
      if (isWaiting(turn, clientOrderId)) changeOrder(turn, clientOrderId, { event: 'notFoundProven', reason: `NOT_SENT ${answer.reason}` })
      return
  }
}
