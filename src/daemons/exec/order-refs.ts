import type { Order } from '../../lib/contracts/exec.ts'
import type { OrderRef, VenueAnswer, VenueReply, VenueReport } from '../../lib/venues/orders.ts'
import type { Question } from './limits/gate.ts'
import type { Turn } from './turn.ts'

/** How the venue is told which order is meant; null while it has not told its own id and knows none of ours. */
export const refOf = ({ venue }: Turn, { symbol, clientOrderId, venueOrderId }: Order): OrderRef | null => {
  if (venue.traits.findsByClientId) return { symbol, clientOrderId }
  return venueOrderId === null ? null : { symbol, venueOrderId }
}

/** The question for one order: itself where the venue can be told which, else all that are open. */
export const search =
  (turn: Turn, order: Order): Question =>
  (validity) => {
    const ref = refOf(turn, order)
    return ref === null ? turn.venue.openOrders(order.symbol, validity) : turn.venue.query(ref, validity)
  }

/** What an answer to `search` says of the order. Not to be among the open ones is to be unknown. */
export const readSearch = ({ venue }: Turn, clientOrderId: string, result: VenueReply): VenueAnswer<VenueReport> => {
  const listed = venue.traits.findsByClientId ? null : venue.readOrders(result)
  if (listed?.kind !== 'found') return venue.readOrder(result)
  const value = listed.value.find((report) => report.clientOrderId === clientOrderId)
  return value === undefined ? { kind: 'unknownOrder', reason: 'not among the open orders' } : { kind: 'found', value }
}
