import type { Side } from './order.ts'
import type { RequestType, SelfTradePrevention } from './order-terms.ts'

/** Least and greatest factor of the reference price, decimal strings; `0` switches a part off. */
export interface PercentRule {
  readonly up: string
  readonly down: string
}

/** Bounds of a trailing distance in basis points; which pair counts depends on the side of the market on which it triggers. */
export interface TrailingRule {
  readonly minAboveBps: number
  readonly maxAboveBps: number
  readonly minBelowBps: number
  readonly maxBelowBps: number
}

/** Rules of an instrument that only orders have to know, in decimal strings and counts; an absent one does not apply, and `0` switches a bound off. */
export interface InstrumentRules {
  /** Types of orders that are taken; all of them when absent. */
  readonly types?: readonly RequestType[]
  readonly selfTradePreventions?: readonly SelfTradePrevention[]
  /** False when the rule says no; absent when it says nothing. */
  readonly takesIceberg?: boolean
  readonly takesTrailing?: boolean
  readonly takesQuoteQty?: boolean
  /** Decimals of an amount of quote. */
  readonly quoteDecimals?: number
  /** For market orders, beside the rule for all orders. */
  readonly marketQty?: { readonly min: string; readonly max: string; readonly lot: string }
  /** True when the least and the greatest value hold for market orders too. */
  readonly minNotionalAtMarket?: boolean
  readonly maxNotionalAtMarket?: boolean
  /** How far a price may be from the reference price, by side. */
  readonly percent?: Readonly<Record<Side, PercentRule>>
  readonly trailing?: TrailingRule
  readonly maxOrdersCount?: number
  readonly maxConditionalCount?: number
  readonly maxIcebergCount?: number
  readonly maxIcebergPartsCount?: number
  /** Most of the base asset that buying may come to. */
  readonly maxPosition?: string
}
