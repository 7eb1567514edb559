import type { Market } from '../market/market.ts'
import { MEAN_MS } from '../market/statistics.ts'
import { checkFilters } from '../trading/filters.ts'
import type { OrderWish } from '../trading/orders.ts'
import type { AccountCall } from './route.ts'

const meanTicks = ({ venue, turn }: AccountCall, { instrument: { symbol }, lastTicks }: Market): number | null => {
  const { publisher } = venue.spot
  const bar = publisher.statistics(symbol).since(publisher.nowMs(symbol, turn) - MEAN_MS)
  return bar === null ? lastTicks : Number(bar.quote / BigInt(bar.lots))
}

/** Refused with -1013 when a new order fails a filter of its symbol. */
export const checkWish = (call: AccountCall, wish: OrderWish, market: Market): void => {
  const { venue, account } = call
  checkFilters({ wish, market, account, store: venue.store, limits: venue.config.limits, meanTicks: meanTicks(call, market) })
}
