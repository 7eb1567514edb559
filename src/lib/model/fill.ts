import { toMoney } from '../base/money.ts'
import { add, type Money, money, subtract } from '../base/units.ts'
import type { Side } from './order.ts'

/** A fill as a venue or a wire words it: decimal strings of at most 18 places; a negative fee is a rebate. */
export interface FillText {
  readonly side: Side
  readonly price: string
  readonly qty: string
  readonly fee: string
  readonly feeAsset: string
  readonly baseAsset: string
  readonly quoteAsset: string
}

/** A fill as the books take it. `qty` is positive; `fee` is in `feeAsset`, negative for a rebate. */
export interface ExactFill {
  readonly side: Side
  readonly price: Money
  readonly qty: Money
  readonly fee: Money
  readonly feeAsset: string
  readonly baseAsset: string
  readonly quoteAsset: string
}

/** The exact form of a fill that a schema has already checked; RangeError on text that is no such decimal. */
export const exactFill = (text: FillText): ExactFill => ({
  side: text.side,
  price: toMoney(text.price),
  qty: toMoney(text.qty),
  fee: toMoney(text.fee),
  feeAsset: text.feeAsset,
  baseAsset: text.baseAsset,
  quoteAsset: text.quoteAsset,
})

/** What a fill does to the position, signed, in the base asset: quantity bought or sold, less a fee charged in the base asset. */
export const positionChange = (fill: ExactFill): Money => {
  const moved = fill.side === 'buy' ? fill.qty : money(-fill.qty)
  return fill.feeAsset === fill.baseAsset ? subtract(moved, fill.fee) : moved
}

/** Adds an amount to the sum of its asset. */
export const addTo = (sums: Map<string, Money>, asset: string, amount: Money): void => {
  sums.set(asset, add(sums.get(asset) ?? money(0n), amount))
}
