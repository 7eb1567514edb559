import { type Money, money } from '../../../lib/base/units.ts'
import { quoteOf } from '../trading/amounts.ts'
import { earn, type Income, positionOf, settingOf, type UsdmAccount } from './accounts.ts'
import { isIsolated } from './margin.ts'
import { isTakeover, type UsdmFill, type UsdmOrder } from './orders.ts'
import { fillPosition, type Position } from './positions.ts'

const ZERO = money(0n)

/** Margin of an isolated position follows its size. */
const moveMargin = (account: UsdmAccount, position: Position, before: { readonly lots: number; readonly cost: Money }): void => {
  if (!isIsolated(account, position)) return
  const { leverage } = settingOf(account, position.instrument.symbol)
  const grown = Math.abs(position.lots) > Math.abs(before.lots)
  const turned = position.lots * before.lots < 0
  const added = money((position.cost - (turned ? 0n : before.cost)) * (position.cost < 0n ? -1n : 1n))
  if (turned) position.isolatedWallet = ZERO
  if (grown || turned) position.isolatedWallet = money(position.isolatedWallet + added / BigInt(leverage))
  else position.isolatedWallet = money((position.isolatedWallet * BigInt(Math.abs(position.lots))) / BigInt(Math.max(1, Math.abs(before.lots))))
}

/** What liquidations closed is settled with the insurance fund once nothing is left open. */
const noteTakeover = (position: Position, order: UsdmOrder, { isFirst, quote }: { readonly isFirst: boolean; readonly quote: Money }): void => {
  if (isFirst) position.takenQuote = ZERO
  if (isTakeover(order)) position.takenQuote = money(position.takenQuote + quote)
}

/** Books a fill on its order, its position and the wallet. */
export const settleUsdmFill = (account: UsdmAccount, order: UsdmOrder, executed: Omit<UsdmFill, 'realised'>): { fill: UsdmFill; position: Position } => {
  const { instrument } = order
  const { ticks, lots, fee, atMs } = executed
  const position = positionOf(account, instrument, order.positionSide)
  const before = { lots: position.lots, cost: position.cost }
  const fill: UsdmFill = { ...executed, realised: fillPosition(position, order.side, { ticks, lots, fee }) }
  moveMargin(account, position, before)
  noteTakeover(position, order, { isFirst: before.lots === 0, quote: quoteOf(instrument, ticks, lots) })
  const income = { symbol: instrument.symbol, atMs, tradeId: String(fill.tradeId) }
  earn(account, { ...income, type: 'REALIZED_PNL', amount: fill.realised })
  earn(account, { ...income, type: 'COMMISSION', amount: money(-fee) })
  order.filledLots += lots
  order.quote = money(order.quote + quoteOf(instrument, ticks, lots))
  order.fills.push(fill)
  order.updatedMs = atMs
  order.status = order.filledLots === order.lots ? 'FILLED' : 'PARTIALLY_FILLED'
  position.updatedMs = atMs
  return { fill, position }
}

/** Books what a position earned or paid without a fill; an isolated one on its own margin while it is open. */
export const settleIncome = (account: UsdmAccount, position: Position, income: Pick<Income, 'type' | 'amount' | 'atMs'>): void => {
  if (position.lots !== 0 && isIsolated(account, position)) position.isolatedWallet = money(position.isolatedWallet + income.amount)
  if (income.type === 'INSURANCE_CLEAR') position.takenQuote = ZERO
  earn(account, { ...income, symbol: position.instrument.symbol, tradeId: '' })
}
