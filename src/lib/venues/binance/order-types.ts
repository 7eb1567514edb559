import type { RequestType } from '../../model/order-terms.ts'

/** Words of Binance Spot for types of orders. */
export const TYPE_WORDS: Readonly<Record<RequestType, string>> = {
  limit: 'LIMIT',
  limitMaker: 'LIMIT_MAKER',
  market: 'MARKET',
  stop: 'STOP_LOSS',
  stopLimit: 'STOP_LOSS_LIMIT',
  takeProfit: 'TAKE_PROFIT',
  takeProfitLimit: 'TAKE_PROFIT_LIMIT',
}

/** The same, by the venue's word. */
export const SPOT_TYPES: Readonly<Record<string, RequestType>> = Object.fromEntries(
  Object.entries(TYPE_WORDS).map(([type, word]) => [word, type as RequestType]),
)
