import type { OrderType } from '../../model/order.ts'
import type { Fields } from '../binance/fields.ts'
import { type OrderNames, REST_NAMES, STREAM_NAMES, termsOf } from '../binance/order-words.ts'

/** Conditional types are foreign orders here: what counts is what they become. */
const TYPES: Readonly<Record<string, OrderType>> = {
  LIMIT: 'limit',
  MARKET: 'market',
  STOP: 'limit',
  STOP_MARKET: 'market',
  TAKE_PROFIT: 'limit',
  TAKE_PROFIT_MARKET: 'market',
  TRAILING_STOP_MARKET: 'market',
  LIQUIDATION: 'limit',
}

const wordsOf = (names: OrderNames) => (fields: Fields) => termsOf(fields, names, TYPES)

/** What every message about an order says, in REST objects and in stream events. */
export const restTerms = wordsOf(REST_NAMES)
export const streamTerms = wordsOf(STREAM_NAMES)
