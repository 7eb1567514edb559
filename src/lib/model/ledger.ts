import { powerOfTen } from '../base/decimal.ts'
import { divideHalfEven, multiply } from '../base/money.ts'
import { absolute, add, type Money, money, negate, subtract, zeroMoney } from '../base/units.ts'
import { addTo, type ExactFill, positionChange } from './fill.ts'

/**
 * Books of one symbol by average cost, exact. Amounts are in the quote asset unless said.
 * Holds after every fill: grossRealized - sign(qty) x openCost == -sum(positionChange x price).
 */
export interface Ledger {
  /** Signed position in the base asset since the start of the books. */
  qty: Money
  /** What the open position cost, never negative; the average price is only shown. */
  openCost: Money
  /** Realised before fees. */
  grossRealized: Money
  /** Fees in quote, and fees in base valued at their fill's price. */
  feesQuote: Money
  /** Sum of price x quantity of all fills. */
  volume: Money
  fillCount: number
  /** Fees as the venue charged them, by asset. */
  readonly fees: Map<string, Money>
  /** Fees in an asset that is neither base nor quote: not in `feesQuote` until they are converted. */
  readonly pendingFees: Map<string, Money>
}

/** Empty books. */
export const openLedger = (): Ledger => ({
  qty: zeroMoney,
  openCost: zeroMoney,
  grossRealized: zeroMoney,
  feesQuote: zeroMoney,
  volume: zeroMoney,
  fillCount: 0,
  fees: new Map(),
  pendingFees: new Map(),
})

const enlarge = (ledger: Ledger, change: Money, price: Money): void => {
  ledger.qty = add(ledger.qty, change)
  ledger.openCost = add(ledger.openCost, multiply(price, absolute(change)))
}

const costOf = (ledger: Ledger, closed: Money): Money => {
  const size = absolute(ledger.qty)
  return closed === size ? ledger.openCost : divideHalfEven(money(ledger.openCost * closed), size)
}

/** Closes up to the whole position; what is left over opens one on the other side. */
const reduce = (ledger: Ledger, change: Money, price: Money): void => {
  const size = absolute(ledger.qty)
  const closed = absolute(change) < size ? absolute(change) : size
  const removed = costOf(ledger, closed)
  const gain = subtract(multiply(price, closed), removed)
  const signedClosed = change < 0n ? negate(closed) : closed
  ledger.grossRealized = ledger.qty > 0n ? add(ledger.grossRealized, gain) : subtract(ledger.grossRealized, gain)
  ledger.openCost = subtract(ledger.openCost, removed)
  ledger.qty = add(ledger.qty, signedClosed)
  enlarge(ledger, subtract(change, signedClosed), price)
}

const bookFee = (ledger: Ledger, fill: ExactFill): void => {
  addTo(ledger.fees, fill.feeAsset, fill.fee)
  if (fill.feeAsset === fill.quoteAsset) ledger.feesQuote = add(ledger.feesQuote, fill.fee)
  else if (fill.feeAsset === fill.baseAsset) ledger.feesQuote = add(ledger.feesQuote, multiply(fill.fee, fill.price))
  else addTo(ledger.pendingFees, fill.feeAsset, fill.fee)
}

/** Books one fill. A base fee shrinks the inventory at the fill's price, a quote fee is an expense, any other waits for conversion. */
export const bookFill = (ledger: Ledger, fill: ExactFill): void => {
  const change = positionChange(fill)
  const sameSide = ledger.qty === 0n || ledger.qty > 0n === change > 0n
  if (sameSide) enlarge(ledger, change, fill.price)
  else reduce(ledger, change, fill.price)
  ledger.volume = add(ledger.volume, multiply(fill.price, fill.qty))
  ledger.fillCount += 1
  bookFee(ledger, fill)
}

/** What closing at `mark` would realise before fees; 0 when flat. */
export const unrealized = (ledger: Ledger, mark: Money): Money => {
  const worth = multiply(ledger.qty, mark)
  return ledger.qty < 0n ? add(worth, ledger.openCost) : subtract(worth, ledger.openCost)
}

/** Average price of the open position, half to even at 10^-18; null when flat. For display only. */
export const averagePrice = (ledger: Ledger): Money | null =>
  ledger.qty === 0n ? null : divideHalfEven(money(ledger.openCost * powerOfTen(18)), absolute(ledger.qty))
