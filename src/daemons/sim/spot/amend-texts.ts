import type { Amendment, VenueOrder } from '../trading/orders.ts'
import { orderWords } from './order-texts.ts'
import { venueAmount, venueQty } from './texts.ts'

/** Answer to an amend. */
export const amendedText = (order: VenueOrder, executionId: number) => ({
  transactTime: order.updatedMs,
  executionId,
  amendedOrder: {
    symbol: order.instrument.symbol,
    orderId: order.orderId,
    orderListId: order.listId ?? -1,
    origClientOrderId: order.clientOrderId,
    clientOrderId: order.clientOrderId,
    price: orderWords(order).price,
    qty: orderWords(order).origQty,
    executedQty: venueQty(order.instrument, order.filledLots),
    preventedQty: venueQty(order.instrument, order.preventedLots),
    quoteOrderQty: orderWords(order).quoteOrderQty,
    cumulativeQuoteQty: venueAmount(order.quote),
    status: order.status,
    timeInForce: orderWords(order).timeInForce,
    type: orderWords(order).type,
    side: orderWords(order).side,
    workingTime: order.workingMs,
    selfTradePreventionMode: orderWords(order).preventionMode,
  },
})

/** One line of the list of amends. */
export const amendmentText = ({ instrument, orderId }: VenueOrder, { executionId, formerId, clientOrderId, formerLots, lots, atMs }: Amendment) => ({
  symbol: instrument.symbol,
  orderId,
  executionId,
  origClientOrderId: formerId,
  newClientOrderId: clientOrderId,
  origQty: venueQty(instrument, formerLots),
  newQty: venueQty(instrument, lots),
  time: atMs,
})
