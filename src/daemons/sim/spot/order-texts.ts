import type { OrderType } from '../../../lib/model/order.ts'
import type { OwnFill, VenueOrder } from '../trading/orders.ts'
import { venueAmount, venuePrice, venueQty, ZERO_TEXT } from './texts.ts'

const TYPE_TEXT: Readonly<Record<OrderType, string>> = { limit: 'LIMIT', limitMaker: 'LIMIT_MAKER', market: 'MARKET' }
const STOP_TEXT = { stopLoss: 'STOP_LOSS', takeProfit: 'TAKE_PROFIT' } as const

const typeText = ({ type, stop }: VenueOrder): string => {
  if (stop === undefined) return TYPE_TEXT[type]
  return type === 'market' ? STOP_TEXT[stop.kind] : `${STOP_TEXT[stop.kind]}_LIMIT`
}

/** Words of an order that never change, as the venue writes them. */
export const orderWords = (order: VenueOrder) => ({
  price: venuePrice(order.instrument, order.ticks),
  origQty: venueQty(order.instrument, order.lots),
  timeInForce: order.tif.toUpperCase(),
  type: typeText(order),
  side: order.side.toUpperCase(),
  quoteOrderQty: order.quoteOrderQty ?? ZERO_TEXT,
  stopPrice: order.stop === undefined ? ZERO_TEXT : venuePrice(order.instrument, order.stop.ticks),
  icebergQty: order.icebergLots === undefined ? ZERO_TEXT : venueQty(order.instrument, order.icebergLots),
  preventionMode: order.preventionMode ?? 'NONE',
})

const pegWords = ({ peg, instrument, ticks }: VenueOrder) => {
  if (peg === undefined) return {}
  const offset = peg.levels === null ? {} : { pegOffsetType: 'PRICE_LEVEL', pegOffsetValue: peg.levels }
  return { pegPriceType: peg.priceType, ...offset, peggedPrice: venuePrice(instrument, ticks) }
}

/** Fields that only some orders have, less those that `orderText` always shows. */
const rareWords = (order: VenueOrder) => ({
  ...(order.stop !== undefined && order.stop.trailingBips > 0
    ? { trailingDelta: order.stop.trailingBips, trailingTime: order.trailingMs > 0 ? order.trailingMs : -1 }
    : {}),
  ...(order.strategyId === undefined ? {} : { strategyId: order.strategyId }),
  ...(order.strategyType === undefined ? {} : { strategyType: order.strategyType }),
  ...(order.preventedLots === 0 ? {} : { preventedMatchId: order.preventedMatchId, preventedQuantity: venueQty(order.instrument, order.preventedLots) }),
  ...(order.expiryReason === '' ? {} : { expiryReason: order.expiryReason }),
  ...pegWords(order),
})

const conditions = (order: VenueOrder) => {
  const words = orderWords(order)
  return {
    ...(order.stop === undefined || order.stop.ticks === 0 ? {} : { stopPrice: words.stopPrice }),
    ...(order.icebergLots === undefined ? {} : { icebergQty: words.icebergQty }),
    ...rareWords(order),
  }
}

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
    orderListId: order.listId ?? -1,
    clientOrderId: order.clientOrderId,
    transactTime: order.createdMs,
  }
  if (kind === 'ACK') return ack
  const result = { ...ack, ...progress(order), workingTime: order.workingMs, selfTradePreventionMode: orderWords(order).preventionMode, ...conditions(order) }
  return kind === 'RESULT' ? result : { ...result, fills: order.fills.map((fill) => fillText(order, fill)) }
}

/** Answer to a question about an order. */
export const orderText = (order: VenueOrder) => {
  const { origQuoteOrderQty, ...rest } = progress(order)
  const words = orderWords(order)
  return {
    symbol: order.instrument.symbol,
    orderId: order.orderId,
    orderListId: order.listId ?? -1,
    clientOrderId: order.clientOrderId,
    ...rest,
    stopPrice: words.stopPrice,
    icebergQty: words.icebergQty,
    time: order.createdMs,
    updateTime: order.updatedMs,
    isWorking: !order.waiting,
    workingTime: order.workingMs,
    origQuoteOrderQty,
    selfTradePreventionMode: words.preventionMode,
    ...rareWords(order),
  }
}

/** Answer to a cancel; it has an id of its own. */
export const canceledText = (order: VenueOrder, cancelId: string) => ({
  symbol: order.instrument.symbol,
  origClientOrderId: order.clientOrderId,
  orderId: order.orderId,
  orderListId: order.listId ?? -1,
  clientOrderId: cancelId,
  transactTime: order.updatedMs,
  ...progress(order),
  selfTradePreventionMode: orderWords(order).preventionMode,
  ...conditions(order),
})
