import { multiply, toMoney } from '../../../lib/base/money.ts'
import { type Money, money } from '../../../lib/base/units.ts'
import { msOf, type Turn } from '../events.ts'
import type { UsdmAccount } from './accounts.ts'
import { markPriceOf } from './contract.ts'
import { type Futures, marginNow } from './futures.ts'
import { isIsolated } from './margin.ts'
import type { Position } from './positions.ts'
import { settleIncome } from './settlement.ts'
import { accountUpdate } from './user-events.ts'

/** What the insurance fund takes of the value that was liquidated. */
export const LIQUIDATION_FEE = '0.012500'

/** What an account had before one of its positions was taken over. */
export interface BeforeTakeover {
  readonly wallet: Money
  readonly isolatedWallet: Money
}

const ZERO = money(0n)

/** What is left of the margin that stood behind a position that is closed now: its own, or what no other position needs. */
const leftOf = (futures: Futures, account: UsdmAccount, { position, before }: { readonly position: Position; readonly before: BeforeTakeover }): Money => {
  if (isIsolated(account, position)) return money(before.isolatedWallet + account.wallet - before.wallet)
  const { crossWallet, crossUnrealised, crossMaintenance, rows } = marginNow(futures, account)
  const others = rows.some((row) => row.position.lots !== 0 && !isIsolated(account, row.position))
  if (!others) return crossWallet
  const free = money(crossWallet + crossUnrealised - crossMaintenance)
  return free > 0n ? free : ZERO
}

/** Until a position is closed whole, the margin behind what was closed stays behind it, less what closing cost. */
const keepMargin = (
  futures: Futures,
  account: UsdmAccount,
  { position, before, turn }: { readonly position: Position; readonly before: BeforeTakeover; readonly turn: Turn },
): void => {
  const contract = futures.contracts.get(position.instrument.symbol)
  const amount = money(leftOf(futures, account, { position, before }) - position.isolatedWallet)
  if (!isIsolated(account, position) || contract === undefined || amount === 0n) return
  position.isolatedWallet = money(position.isolatedWallet + amount)
  futures.truth.moved(account, { position, amount }, turn)
  const update = accountUpdate(account, [{ position, price: markPriceOf(contract) }], { reason: 'MARGIN_TRANSFER', atMs: msOf(turn) })
  futures.keys.notify(account.name, update, turn)
}

/** Settles with the insurance fund once a liquidation has closed a position: it takes its fee of what is left, and pays what is missing. */
export const clearTakeover = (
  futures: Futures,
  account: UsdmAccount,
  at: { readonly position: Position; readonly before: BeforeTakeover; readonly turn: Turn },
): void => {
  const { position, turn } = at
  if (position.lots !== 0) {
    keepMargin(futures, account, at)
    return
  }
  const left = leftOf(futures, account, at)
  const fee = multiply(position.takenQuote, toMoney(LIQUIDATION_FEE))
  const amount = money(left < fee ? -left : -fee)
  if (amount === 0n) return
  const income = { type: 'INSURANCE_CLEAR', amount, atMs: msOf(turn) } as const
  settleIncome(account, position, income)
  futures.truth.earned(account, { position, income }, turn)
  futures.keys.notify(account.name, accountUpdate(account, [], { reason: 'INSURANCE_CLEAR', atMs: msOf(turn), moved: amount }), turn)
}
