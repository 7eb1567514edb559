import { parseClientOrderId } from '../../lib/base/ids.ts'
import { toMoney } from '../../lib/base/money.ts'
import type { Order } from '../../lib/contracts/exec.ts'
import type { OrderStatus } from '../../lib/model/order.ts'
import type { OrderEvent } from '../../lib/model/order-table.ts'
import { termsIn } from '../../lib/model/order-terms.ts'
import type { VenueFill, VenueReport } from '../../lib/venues/orders.ts'
import { changeOrder } from './changes.ts'
import { venueKey } from './keys.ts'
import { announceOrder } from './outbox.ts'
import { type Entry, EXTERNAL, strategyOfTag } from './registry.ts'
import { setTimer, type Turn } from './turn.ts'

const MISSING_FILL_US = 500_000

/** How much evidence of the venue a status holds; a report with less is old news. */
const RANK: Readonly<Record<OrderStatus, number>> = {
  NEW_LOCAL: 0,
  SENT: 1,
  UNKNOWN: 1,
  DENIED: 1,
  REJECTED: 1,
  NOT_RECEIVED: 1,
  WORKING: 2,
  PARTIAL: 3,
  FILLED: 4,
  CANCELED: 4,
  EXPIRED: 4,
}
const EVENT_OF: Readonly<Record<VenueReport['status'], OrderEvent>> = {
  WORKING: 'ack',
  PARTIAL: 'ack',
  FILLED: 'fillLast',
  CANCELED: 'cancelAck',
  EXPIRED: 'expire',
  REJECTED: 'reject',
}

const isStale = ({ order, detail }: Entry, report: VenueReport): boolean => {
  const filled = toMoney(order.filledQty)
  const venue = toMoney(detail.venueQty)
  const known = filled > venue ? filled : venue
  const cum = toMoney(report.cumQty)
  if (cum !== known) return cum < known
  const ranks = RANK[report.status] - RANK[order.status]
  return ranks === 0 ? report.venueMs <= detail.venueMs : ranks < 0
}

const isNoNews = ({ order }: Entry, report: VenueReport): boolean =>
  order.status === report.status || (report.status === 'PARTIAL' && (order.status === 'WORKING' || order.status === 'PARTIAL'))

const eventOf = (entry: Entry, report: VenueReport): OrderEvent => (isStale(entry, report) || isNoNews(entry, report) ? 'duplicate' : EVENT_OF[report.status])

/** The order that a report or a fill is about, as far as it is known here. */
export const findEntry = (turn: Turn, ref: { readonly symbol: string; readonly venueOrderId: string; readonly clientOrderId?: string }): Entry | undefined => {
  const { entries, byVenueId } = turn.state.registry
  return entries.get(ref.clientOrderId ?? '') ?? entries.get(byVenueId.get(venueKey(ref.symbol, ref.venueOrderId)) ?? '')
}

/** Takes an order that was found at the venue: ours by its id, or somebody else's. */
export const adopt = (turn: Turn, found: Omit<VenueReport, 'status' | 'cumQty' | 'venueMs' | 'reason'>): string => {
  const { registry, epoch } = turn.state
  const parsed = parseClientOrderId(found.clientOrderId)
  const strategyId = parsed === null ? EXTERNAL : strategyOfTag(registry, parsed.strategyTag)
  const { clientOrderId, symbol, side, type, tif, price, qty } = found
  const order: Order = {
    ...{ clientOrderId, intentId: `venue-${found.venueOrderId}`, strategyId, symbol, side, type, tif, qty, price, ...termsIn(found) },
    ...{ postOnly: type === 'limitMaker', reduceOnly: false, status: 'NEW_LOCAL', pending: 'none', venueOrderId: found.venueOrderId },
    ...{ filledQty: '0', filledQuote: '0', settled: false, reason: '', flags: ['ADOPTED'], createdUs: turn.nowUs, updatedUs: turn.nowUs },
  }
  const correlationId = `exec-${epoch}-a${registry.events.length + 1}`
  announceOrder(turn, { order, cause: 'accepted', detail: { bodyHash: '', venueQty: '0', venueMs: 0, refusal: null }, correlationId })
  return clientOrderId
}

/** Applies what the venue says of an order, unless we know better; missing fills are asked for a moment later. */
export const applyReport = (turn: Turn, report: VenueReport): string => {
  const clientOrderId = findEntry(turn, report)?.order.clientOrderId ?? adopt(turn, report)
  const entry = turn.state.registry.entries.get(clientOrderId)
  if (entry === undefined) return clientOrderId
  const { venueOrderId, cumQty, venueMs, reason } = report
  const event = eventOf(entry, report)
  if (event === 'duplicate') turn.state.duplicatesCount += 1
  else changeOrder(turn, clientOrderId, { event, reason, report: { venueOrderId, cumQty, venueMs } })
  if (toMoney(cumQty) > toMoney(entry.order.filledQty)) {
    turn.state.behind.set(clientOrderId, toMoney(cumQty))
    setTimer(turn, `settle|${clientOrderId}`, MISSING_FILL_US)
  }
  return clientOrderId
}

/** An order of which only a fill was ever found. */
export const adoptFromFill = (turn: Turn, fill: VenueFill): string => {
  const { symbol, venueOrderId, side, price, qty } = fill
  return adopt(turn, { clientOrderId: `venue-${symbol}-${venueOrderId}`, symbol, venueOrderId, side, type: 'limit', tif: 'gtc', price, qty })
}
