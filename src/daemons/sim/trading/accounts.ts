import { toMoney } from '../../../lib/base/money.ts'
import { type Money, money } from '../../../lib/base/units.ts'

interface Balance {
  free: Money
  locked: Money
}

/** One account of the venue with its exact balances. */
export interface Account {
  readonly name: string
  readonly apiKey: string
  readonly balances: Map<string, Balance>
  /** Venue time of the last change. */
  updatedMs: number
  /** Assets that changed since the truth log heard of it. */
  readonly changed: Set<string>
}

export const openAccount = (name: string, apiKey: string, balances: Readonly<Record<string, string>>): Account => ({
  name,
  apiKey,
  balances: new Map(Object.entries(balances).map(([asset, amount]) => [asset, { free: toMoney(amount), locked: money(0n) }])),
  updatedMs: 0,
  changed: new Set(),
})

const balanceOf = (account: Account, asset: string): Balance => {
  const found = account.balances.get(asset)
  if (found !== undefined) return found
  const opened = { free: money(0n), locked: money(0n) }
  account.balances.set(asset, opened)
  return opened
}

/** What is free of an asset. */
export const freeOf = (account: Account, asset: string): Money => account.balances.get(asset)?.free ?? money(0n)

/** Moves an amount between free and locked; negative unlocks. */
export const lock = (account: Account, asset: string, amount: Money): void => {
  const balance = balanceOf(account, asset)
  balance.free = money(balance.free - amount)
  balance.locked = money(balance.locked + amount)
  account.changed.add(asset)
}

/** Adds to what is free; negative takes away. */
export const credit = (account: Account, asset: string, amount: Money): void => {
  const balance = balanceOf(account, asset)
  balance.free = money(balance.free + amount)
  account.changed.add(asset)
}
