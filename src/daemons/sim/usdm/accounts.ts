import { toMoney } from '../../../lib/base/money.ts'
import { type Money, money } from '../../../lib/base/units.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import { openPosition, type Position, type PositionSide } from './positions.ts'

export type MarginType = 'cross' | 'isolated'

/** What an account chose for a symbol. */
export interface SymbolSetting {
  leverage: number
  marginType: MarginType
}

export type IncomeType = 'REALIZED_PNL' | 'FUNDING_FEE' | 'COMMISSION' | 'INSURANCE_CLEAR'

/** One change of the wallet. */
export interface Income {
  readonly symbol: string
  readonly type: IncomeType
  readonly amount: Money
  readonly atMs: number
  readonly tranId: number
  readonly tradeId: string
}

/** Margin account of one client; its asset is the quote asset of the contracts. */
export interface UsdmAccount {
  readonly name: string
  readonly asset: string
  wallet: Money
  /** True in hedge mode. */
  dual: boolean
  readonly positions: Map<string, Position>
  readonly settings: Map<string, SymbolSetting>
  readonly incomes: Income[]
  lastTranId: number
  updatedMs: number
  /** Symbols whose holders were warned and have not recovered. */
  readonly called: Set<string>
}

const DEFAULT_LEVERAGE = 20
const INCOME_MAX = 100_000

export const openUsdmAccount = (name: string, wallet: string): UsdmAccount => ({
  name,
  asset: 'USDT',
  wallet: toMoney(wallet),
  dual: false,
  positions: new Map(),
  settings: new Map(),
  incomes: [],
  lastTranId: 0,
  updatedMs: 0,
  called: new Set(),
})

/** Position of a symbol and side; a new flat one when there is none. */
export const positionOf = (account: UsdmAccount, instrument: Instrument, side: PositionSide): Position => {
  const key = `${instrument.symbol}|${side}`
  const found = account.positions.get(key)
  if (found !== undefined) return found
  const opened = openPosition(instrument, side)
  account.positions.set(key, opened)
  return opened
}

export const settingOf = (account: UsdmAccount, symbol: string): SymbolSetting => {
  const found = account.settings.get(symbol)
  if (found !== undefined) return found
  const setting: SymbolSetting = { leverage: DEFAULT_LEVERAGE, marginType: 'cross' }
  account.settings.set(symbol, setting)
  return setting
}

/** Changes the wallet and writes down why. */
export const earn = (account: UsdmAccount, income: Omit<Income, 'tranId'>): void => {
  account.wallet = money(account.wallet + income.amount)
  account.updatedMs = income.atMs
  if (income.amount === 0n) return
  account.lastTranId += 1
  account.incomes.push({ ...income, tranId: account.lastTranId })
  if (account.incomes.length > INCOME_MAX) account.incomes.shift()
}

/** The positions of a symbol, or of all. */
export const positionsOf = (account: UsdmAccount, symbol?: string): Position[] =>
  [...account.positions.values()].filter(({ instrument }) => symbol === undefined || instrument.symbol === symbol)
