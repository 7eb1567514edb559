import { toMoney } from '../../lib/base/money.ts'
import type { Money } from '../../lib/base/units.ts'
import type { RiskConfig, SymbolLimits } from './config.ts'

/** Limits of one symbol in exact units; null where the policy sets none. */
export interface Limits {
  readonly maxQty: Money | null
  readonly maxNotional: Money | null
  readonly maxPosition: Money | null
  readonly maxExposure: Money | null
  readonly collarBps: bigint | null
  readonly maxOpenOrdersCount: number | null
}

const amountOf = (text: string | undefined): Money | null => (text === undefined ? null : toMoney(text))

/** What holds for a symbol: its own limits over those of `*`, field by field. */
export const limitsOf = (config: RiskConfig, symbol: string): Limits => {
  const merged: SymbolLimits = { ...config.limits['*'], ...config.limits[symbol] }
  return {
    maxQty: amountOf(merged.maxQty),
    maxNotional: amountOf(merged.maxNotional),
    maxPosition: amountOf(merged.maxPosition),
    maxExposure: amountOf(merged.maxExposure),
    collarBps: merged.collarBps === undefined ? null : BigInt(merged.collarBps),
    maxOpenOrdersCount: merged.maxOpenOrdersCount ?? null,
  }
}
