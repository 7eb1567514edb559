import type { VenueParams } from '../../ports/venue.ts'
import type { CallCost, OrderRef, TradesQuery, Validity, VenueCall } from '../orders.ts'

/** A call that costs so much weight and is no order. */
export const weight = (count: number): CallCost => ({ weight: count, orders: 0 })

/** A call with key and signature, good for as long as `validity` says. */
export const signed = (call: Omit<VenueCall, 'security'>, { serverMs, recvWindowMs }: Validity): VenueCall => ({
  ...call,
  params: [...call.params, ['recvWindow', recvWindowMs], ['timestamp', serverMs]],
  security: 'signed',
})

/** A call that anybody may make. */
export const open = (call: Omit<VenueCall, 'method' | 'security'>): VenueCall => ({ ...call, method: 'GET', security: 'none' })

export const refParams = (ref: OrderRef): VenueParams => [
  ['symbol', ref.symbol],
  'clientOrderId' in ref ? ['origClientOrderId', ref.clientOrderId] : ['orderId', ref.venueOrderId],
]

export const tradesParams = (query: TradesQuery): VenueParams => [
  ['symbol', query.symbol],
  ...('fromTradeId' in query && query.fromTradeId !== undefined ? ([['fromId', query.fromTradeId]] as const) : []),
  ...('venueOrderId' in query && query.venueOrderId !== undefined ? ([['orderId', query.venueOrderId]] as const) : []),
  ['limit', query.limitCount],
]
