import { divideHalfEven } from '../../../lib/base/money.ts'
import { absolute, type Money, money } from '../../../lib/base/units.ts'
import { quoteOf } from '../trading/amounts.ts'
import { positionsOf, settingOf, type UsdmAccount } from './accounts.ts'
import { maintenanceOf } from './brackets.ts'
import { isOpen, type UsdmOrder } from './orders.ts'
import type { Position } from './positions.ts'
import { notionalAt, unrealisedAt } from './valuation.ts'

/** Mark price of a symbol. */
export type MarkOf = (symbol: string) => Money

/** An order that would ask for margin: open, or about to be. */
export type MarginOrder = Pick<UsdmOrder, 'instrument' | 'side' | 'positionSide' | 'reduceOnly' | 'ticks' | 'lots' | 'filledLots'>

/** What a position and the orders on its side tie up. */
export interface PositionMargin {
  readonly position: Position
  readonly notional: Money
  readonly unrealised: Money
  readonly maintenance: Money
  /** Of the position alone. */
  readonly initial: Money
  readonly openOrders: Money
  readonly bidNotional: Money
  readonly askNotional: Money
}

/** State of an account at the mark prices. */
export interface AccountMargin {
  readonly rows: readonly PositionMargin[]
  readonly unrealised: Money
  readonly crossUnrealised: Money
  readonly initial: Money
  readonly openOrders: Money
  readonly maintenance: Money
  readonly crossMaintenance: Money
  /** Wallet less what isolated positions hold. */
  readonly crossWallet: Money
  /** What new orders may use; never below zero. */
  readonly available: Money
}

const ZERO = money(0n)
const most = (a: Money, b: Money): Money => (a > b ? a : b)
const sumOf = <T>(items: readonly T[], read: (item: T) => Money): Money => money(items.reduce((sum, item) => sum + read(item), 0n))

/** True when a position stands on margin of its own, however much that is. */
export const isIsolated = (account: UsdmAccount, { instrument }: Position): boolean => settingOf(account, instrument.symbol).marginType === 'isolated'

const ordersNotional = (orders: readonly MarginOrder[], position: Position, side: 'buy' | 'sell'): Money =>
  sumOf(
    orders.filter(
      (order) => order.side === side && order.positionSide === position.side && !order.reduceOnly && order.instrument.symbol === position.instrument.symbol,
    ),
    (order) => quoteOf(order.instrument, order.ticks, order.lots - order.filledLots),
  )

/** Value that the position can grow to through the orders of one direction. */
const reach = (notional: Money, bids: Money, asks: Money): Money => most(absolute(money(notional + bids)), absolute(money(notional - asks)))

const marginOf = (position: Position, at: { readonly price: Money; readonly leverage: bigint; readonly orders: readonly MarginOrder[] }): PositionMargin => {
  const notional = notionalAt(position, at.price)
  const bidNotional = ordersNotional(at.orders, position, 'buy')
  const askNotional = ordersNotional(at.orders, position, 'sell')
  const opensBids = position.side === 'SHORT' ? ZERO : bidNotional
  const opensAsks = position.side === 'LONG' ? ZERO : askNotional
  const initial = divideHalfEven(absolute(notional), at.leverage)
  const whole = divideHalfEven(reach(notional, opensBids, opensAsks), at.leverage)
  return {
    position,
    notional,
    unrealised: unrealisedAt(position, at.price),
    maintenance: maintenanceOf(notional),
    initial,
    openOrders: most(ZERO, money(whole - initial)),
    bidNotional,
    askNotional,
  }
}

/** Margin of an account with these orders open. */
export const accountMargin = (account: UsdmAccount, orders: readonly MarginOrder[], markOf: MarkOf): AccountMargin => {
  const rows = positionsOf(account).map((position) => {
    const { symbol } = position.instrument
    return marginOf(position, { price: markOf(symbol), leverage: BigInt(settingOf(account, symbol).leverage), orders })
  })
  const cross = rows.filter(({ position }) => !isIsolated(account, position))
  const crossWallet = money(account.wallet - sumOf(rows, ({ position }) => position.isolatedWallet))
  const crossUnrealised = sumOf(cross, (row) => row.unrealised)
  const openOrders = sumOf(rows, (row) => row.openOrders)
  const tied = sumOf(cross, (row) => row.initial) + openOrders
  return {
    rows,
    unrealised: sumOf(rows, (row) => row.unrealised),
    crossUnrealised,
    initial: sumOf(rows, (row) => row.initial),
    openOrders,
    maintenance: sumOf(rows, (row) => row.maintenance),
    crossMaintenance: sumOf(cross, (row) => row.maintenance),
    crossWallet,
    available: most(ZERO, money(crossWallet + crossUnrealised - tied)),
  }
}

/** True when the account can carry a new order besides the open ones; an order that asks for no more margin always fits. */
export const affords = (account: UsdmAccount, at: { readonly open: readonly UsdmOrder[]; readonly wish: MarginOrder; readonly markOf: MarkOf }): boolean => {
  const open = at.open.filter(isOpen)
  const before = accountMargin(account, open, at.markOf)
  const after = accountMargin(account, [...open, at.wish], at.markOf)
  return after.openOrders - before.openOrders <= before.available
}
