import { anyPrice, type Market } from '../market/market.ts'
import { refusals } from '../spot/refusal.ts'
import { type Account, freeOf } from './accounts.ts'
import { lockedBy, paidAsset } from './amounts.ts'
import { costInMarket } from './costs.ts'
import { isPast } from './filters.ts'
import { isOpen, type OrderStore, type OrderWish, type VenueOrder } from './orders.ts'

const assertAffordable = (account: Account, wish: OrderWish | VenueOrder, market: Market): void => {
  const poor = refusals.rejected('Account has insufficient balance for requested action.')
  const free = freeOf(account, paidAsset(wish))
  if (wish.type !== 'market' || wish.stop !== undefined) {
    if (lockedBy(wish, wish.lots, wish.stop !== undefined) > free) throw poor
    return
  }
  if (!canPay(account, wish, market)) throw poor
}

/** True when an account can pay an order that takes what it finds. */
export const canPay = (account: Account, wish: OrderWish | VenueOrder, market: Market): boolean =>
  costInMarket(wish, market) <= freeOf(account, paidAsset(wish))

const takes = (wish: OrderWish, market: Market): boolean => {
  const touch = market.touchTicks(wish.side === 'buy' ? 'sell' : 'buy')
  return touch !== null && (wish.side === 'buy' ? wish.ticks >= touch : wish.ticks <= touch)
}

/** True when the book holds all that an order wants. */
export const canFillWhole = (order: VenueOrder, market: Market): boolean => {
  const slices = market.preview(order, order.type === 'market' ? anyPrice(order.side) : order.ticks, order.lots)
  return slices.reduce((sum, { lots }) => sum + lots, 0) >= order.lots
}

/** True when an order may begin: a market order finds what its account can pay, and a condition has not come yet. */
export const canBegin = (order: VenueOrder, { account, market }: { readonly account: Account; readonly market: Market }): boolean => {
  if (order.stop !== undefined) return !isPast(order.side, order.stop, market.lastTicks)
  return order.type !== 'market' || canPay(account, order, market)
}

/** Why an order ended with a rest. */
export const expiryOf = ({ type, tif }: VenueOrder): string => {
  if (type === 'market') return 'INSUFFICIENT_LIQUIDITY'
  return tif === 'ioc' ? 'UNFILLED_IOC_QUANTITY_EXPIRED' : 'UNFILLED_FOK_ORDER_EXPIRED'
}

/** Where a new order would stand. */
interface Place {
  readonly market: Market
  readonly store: OrderStore
  readonly account: Account
}

/** Refused with -2010 when an order could not be accepted. */
export const assertAcceptable = (wish: OrderWish, { market, store, account }: Place): void => {
  if (market.isClosed === true) throw refusals.rejected('Market is closed.')
  const twin = store.byClientId(wish.account, wish.instrument.symbol, wish.clientOrderId)
  if (twin !== undefined && isOpen(twin)) throw refusals.rejected('Duplicate order sent.')
  if (wish.type === 'limitMaker' && takes(wish, market)) throw refusals.rejected('Order would immediately match and take.')
  if (wish.stop !== undefined && isPast(wish.side, wish.stop, market.lastTicks)) throw refusals.rejected('Order would trigger immediately.')
  assertAffordable(account, wish, market)
}
