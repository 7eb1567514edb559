import type { Order } from '../../lib/contracts/exec.ts'
import { type OrderTerms, termsIn } from '../../lib/model/order-terms.ts'

export const venueKey = (symbol: string, venueOrderId: string): string => `${symbol} ${venueOrderId}`

export const intentKey = (strategyId: string, intentId: string): string => `${strategyId} ${intentId}`

/** Same text for orders that ask for the same thing. */
export const termsKey = (order: Pick<Order, 'strategyId' | 'symbol' | 'side' | 'type' | 'price' | 'qty'> & OrderTerms): string =>
  [order.strategyId, order.symbol, order.side, order.type, order.price ?? '', order.qty, JSON.stringify(termsIn(order))].join(' ')
