import { parseMoney } from '../../lib/base/money.ts'
import { type Money, zeroMoney } from '../../lib/base/units.ts'
import type { Order } from '../../lib/contracts/exec.ts'
import type { Instrument } from '../../lib/model/instrument.ts'
import type { OrderTraits } from '../../lib/venues/orders.ts'
import type { Registry } from './registry.ts'

/** Prices of an instrument now; null where one is not known. */
export interface MarketPrices {
  readonly bid: Money | null
  readonly ask: Money | null
  /** What the venue measures prices by: its reference price, else the mean of the last minutes. */
  readonly mean: Money | null
}

/** What an order is checked against. */
export interface Rules {
  readonly instrument: Instrument | undefined
  readonly registry: Registry
  readonly nowUs: number
  readonly duplicateWindowMs: number
  readonly traits: Pick<OrderTraits, 'types' | 'endsAtTime'>
  /** What the account has of each asset, free and locked; null before the venue told. */
  readonly holdings: ReadonlyMap<string, Money> | null
  /** Null where no market data is. */
  readonly prices: MarketPrices | null
}

/** One failed check: the field when it is not plain from the code, and a valid value when there is one. */
export interface Problem {
  readonly code: string
  readonly field?: string
  readonly nearest?: string
}

/** What a check found: a problem, or that it could not be made. */
export interface Finding extends Problem {
  readonly isUnchecked?: true
}

export type Check = (order: Order, instrument: Instrument, rules: Rules) => readonly Finding[]

export const failed = (isBad: boolean, code: string, more: Omit<Problem, 'code'> = {}): readonly Finding[] => (isBad ? [{ code, ...more }] : [])

export const unchecked = (code: string): readonly Finding[] => [{ code, isUnchecked: true }]

/** An amount of an order; zero for text that is none. */
export const amountOf = (text: string): Money => parseMoney(text) ?? zeroMoney
