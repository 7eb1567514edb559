import type { Instrument } from '../../../lib/model/instrument.ts'
import { quoteOf } from '../trading/amounts.ts'
import type { OwnFill, VenueOrder } from '../trading/orders.ts'
import type { PreventedMatch } from '../trading/prevented-match.ts'
import { venueAmount, venuePrice, venueQty } from './texts.ts'

/** One line of the list of own trades. */
export const tradeText = (order: VenueOrder, fill: OwnFill) => ({
  symbol: order.instrument.symbol,
  id: fill.tradeId,
  orderId: order.orderId,
  orderListId: order.listId ?? -1,
  price: venuePrice(order.instrument, fill.ticks),
  qty: venueQty(order.instrument, fill.lots),
  quoteQty: venueAmount(quoteOf(order.instrument, fill.ticks, fill.lots)),
  commission: venueAmount(fill.fee),
  commissionAsset: fill.feeAsset,
  time: fill.atMs,
  isBuyer: order.side === 'buy',
  isMaker: fill.maker,
  isBestMatch: true,
})

/** One line of the list of matches that did not happen. */
export const preventedText = (instrument: Instrument, match: PreventedMatch) => ({
  symbol: match.symbol,
  preventedMatchId: match.id,
  takerOrderId: match.takerId,
  makerSymbol: match.symbol,
  makerOrderId: match.makerId,
  tradeGroupId: -1,
  selfTradePreventionMode: match.word,
  price: venuePrice(instrument, match.ticks),
  ...(match.takerLots === 0 ? {} : { takerPreventedQuantity: venueQty(instrument, match.takerLots) }),
  ...(match.makerLots === 0 ? {} : { makerPreventedQuantity: venueQty(instrument, match.makerLots) }),
  transactTime: match.atMs,
})
