import type { OrderType } from '../../../lib/model/order.ts'
import { quoteOf } from '../trading/amounts.ts'
import type { OwnFill, VenueOrder } from '../trading/orders.ts'
import { venueAmount, venuePrice, venueQty, ZERO_TEXT } from './texts.ts'

const TYPE_TEXT: Readonly<Record<OrderType, string>> = { limit: 'LIMIT', limitMaker: 'LIMIT_MAKER', market: 'MARKET' }

/** Words of an order that never change, as the venue writes them. */
export const orderWords = (order: VenueOrder) => ({
  price: venuePrice(order.instrument, order.ticks),
  origQty: venueQty(order.instrument, order.lots),
  timeInForce: order.tif.toUpperCase(),
  type: TYPE_TEXT[order.type],
  side: order.side.toUpperCase(),
  quoteOrderQty: order.quoteOrderQty ?? ZERO_TEXT,
})

const progress = (order: VenueOrder) => {
  const words = orderWords(order)
  return {
    price: words.price,
    origQty: words.origQty,
    executedQty: venueQty(order.instrument, order.filledLots),
    origQuoteOrderQty: words.quoteOrderQty,
    cummulativeQuoteQty: venueAmount(order.quote),
    status: order.status,
    timeInForce: words.timeInForce,
    type: words.type,
    side: words.side,
  }
}

const fillText = (order: VenueOrder, fill: OwnFill) => ({
  price: venuePrice(order.instrument, fill.ticks),
  qty: venueQty(order.instrument, fill.lots),
  commission: venueAmount(fill.fee),
  commissionAsset: fill.feeAsset,
  tradeId: fill.tradeId,
})

/** Answer to a new order: `kind` is ACK, RESULT or FULL. */
export const placedText = (order: VenueOrder, kind: string) => {
  const ack = {
    symbol: order.instrument.symbol,
    orderId: order.orderId,
    orderListId: -1,
    clientOrderId: order.clientOrderId,
    transactTime: order.createdMs,
  }
  if (kind === 'ACK') return ack
  const result = { ...ack, ...progress(order), workingTime: order.createdMs, selfTradePreventionMode: 'NONE' }
  return kind === 'RESULT' ? result : { ...result, fills: order.fills.map((fill) => fillText(order, fill)) }
}

/** Answer to a question about an order. */
export const orderText = (order: VenueOrder) => {
  const { origQuoteOrderQty, ...rest } = progress(order)
  return {
    symbol: order.instrument.symbol,
    orderId: order.orderId,
    orderListId: -1,
    clientOrderId: order.clientOrderId,
    ...rest,
    stopPrice: ZERO_TEXT,
    icebergQty: ZERO_TEXT,
    time: order.createdMs,
    updateTime: order.updatedMs,
    isWorking: true,
    workingTime: order.createdMs,
    origQuoteOrderQty,
    selfTradePreventionMode: 'NONE',
  }
}

/** Answer to a cancel; it has an id of its own. */
export const canceledText = (order: VenueOrder, cancelId: string) => ({
  symbol: order.instrument.symbol,
  origClientOrderId: order.clientOrderId,
  orderId: order.orderId,
  orderListId: -1,
  clientOrderId: cancelId,
  transactTime: order.updatedMs,
  ...progress(order),
  selfTradePreventionMode: 'NONE',
})

/** One line of the list of own trades. */
export const tradeText = (order: VenueOrder, fill: OwnFill) => ({
  symbol: order.instrument.symbol,
  id: fill.tradeId,
  orderId: order.orderId,
  orderListId: -1,
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
