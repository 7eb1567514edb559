import { multiply } from '../base/money.ts'
import { type Money, negate } from '../base/units.ts'
import { addTo, type ExactFill } from './fill.ts'

/** Total of each asset, free and locked together, in units of that asset. */
export type Totals = Map<string, Money>

/** Moves the totals by one fill: base against quote at the fill's price, and the fee out of its own asset. */
export const settleFill = (totals: Totals, fill: ExactFill): void => {
  const value = multiply(fill.price, fill.qty)
  const buys = fill.side === 'buy'
  addTo(totals, fill.baseAsset, buys ? fill.qty : negate(fill.qty))
  addTo(totals, fill.quoteAsset, buys ? negate(value) : value)
  addTo(totals, fill.feeAsset, negate(fill.fee))
}
