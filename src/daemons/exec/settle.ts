import { toMoney } from '../../lib/base/money.ts'
import { zeroMoney } from '../../lib/base/units.ts'
import type { VenueFill, VenueReply } from '../../lib/venues/orders.ts'
import { ask } from './calls.ts'
import { changeOrder } from './changes.ts'
import { applyFill } from './fills.ts'
import { setTimer, type Turn } from './turn.ts'
import { noteRefusal } from './venue-limits.ts'

const AGAIN_US = 2_000_000
/** Trades in one answer, so that it stays far below the size of a frame. */
export const PAGE_COUNT = 100

const isNeeded = ({ state }: Turn, clientOrderId: string): boolean => {
  const { entries, unsettled } = state.registry
  const filledQty = entries.get(clientOrderId)?.order.filledQty ?? '0'
  return unsettled.has(clientOrderId) || toMoney(filledQty) < (state.behind.get(clientOrderId) ?? zeroMoney)
}

/** Symbols of orders whose fills can only be found among all of them. */
export const symbolsToSettle = (turn: Turn): string[] => {
  const { venue, state } = turn
  if (venue.traits.listsTradesOfOrder) return []
  const lacking = [...state.registry.unsettled, ...state.behind.keys()].filter((id) => isNeeded(turn, id))
  return lacking.flatMap((id) => state.registry.entries.get(id)?.order.symbol ?? [])
}

/** The venue has not yet told this incarnation which assets the symbol trades: a fill would be booked under none. */
const lacksAssets = ({ state }: Turn, symbol: string): boolean => !state.instruments.has(symbol) && state.lookedUs.size === 0

/** Asks for the fills of an order when some are missing. */
export const settleOrder = (turn: Turn, clientOrderId: string): void => {
  const order = turn.state.registry.entries.get(clientOrderId)?.order
  if (order === undefined || order.venueOrderId === null || !isNeeded(turn, clientOrderId)) return
  if (lacksAssets(turn, order.symbol)) {
    setTimer(turn, `settle|${clientOrderId}`, AGAIN_US)
    return
  }
  // Without a list of one order's fills those of its symbol are looked through.
  if (!turn.venue.traits.listsTradesOfOrder) {
    setTimer(turn, 'sweep', 0)
    setTimer(turn, `settle|${clientOrderId}`, AGAIN_US)
    return
  }
  const query = { symbol: order.symbol, venueOrderId: order.venueOrderId, limitCount: PAGE_COUNT }
  ask(turn, `trades|${clientOrderId}`, (validity) => turn.venue.trades(query, validity))
}

/** Applies fills that were asked for; an ended order is settled when nothing is missing any more. */
export const applyTrades = (turn: Turn, clientOrderId: string, fills: readonly VenueFill[]): void => {
  for (const fill of fills) applyFill(turn, clientOrderId, fill)
  if (turn.state.registry.unsettled.has(clientOrderId)) changeOrder(turn, clientOrderId, { event: 'duplicate' })
}

/** The answer to `settleOrder`. */
export const takeTrades = (turn: Turn, clientOrderId: string, result: VenueReply): void => {
  const answer = turn.venue.readTrades(result)
  if (answer.kind === 'found') applyTrades(turn, clientOrderId, answer.value)
  else noteRefusal(turn, answer)
  if (isNeeded(turn, clientOrderId)) setTimer(turn, `settle|${clientOrderId}`, AGAIN_US)
}
