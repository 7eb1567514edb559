import { divideHalfEven } from '../../../lib/base/money.ts'
import { type Money, money, lots as toLots, ticks as toTicks } from '../../../lib/base/units.ts'
import { type Instrument, notionalOf } from '../../../lib/model/instrument.ts'
import { type Side, signOf } from '../../../lib/model/order.ts'

/** BOTH in one-way mode, LONG and SHORT in hedge mode. */
export type PositionSide = 'BOTH' | 'LONG' | 'SHORT'

/** What an account holds of a contract. */
export interface Position {
  readonly instrument: Instrument
  readonly side: PositionSide
  /** Signed: a short position is negative. */
  lots: number
  /** Signed sum of price x quantity of what is open, so that the entry price never has to be rounded. */
  cost: Money
  /** Fees paid for what is open; they move the break-even price. */
  openFees: Money
  /** Realised since the account was opened. */
  realised: Money
  /** Margin set aside for it; zero in cross margin. */
  isolatedWallet: Money
  /** Value that liquidations closed since it was opened and the insurance fund has not settled. */
  takenQuote: Money
  updatedMs: number
}

const ZERO = money(0n)

export const openPosition = (instrument: Instrument, side: PositionSide): Position => ({
  instrument,
  side,
  lots: 0,
  cost: ZERO,
  openFees: ZERO,
  realised: ZERO,
  isolatedWallet: ZERO,
  takenQuote: ZERO,
  updatedMs: 0,
})

const part = (amount: Money, count: number, whole: number): Money => (count === whole ? amount : divideHalfEven(money(amount * BigInt(count)), BigInt(whole)))

/** Closes some of a position at a price; what it brought. */
const reduce = (position: Position, lots: number, ticks: number): Money => {
  const open = Math.abs(position.lots)
  const sign = Math.sign(position.lots)
  const cost = part(position.cost, lots, open)
  const realised = money(notionalOf(position.instrument, toTicks(ticks), toLots(sign * lots)) - cost)
  position.openFees = money(position.openFees - part(position.openFees, lots, open))
  position.cost = money(position.cost - cost)
  position.lots -= sign * lots
  return realised
}

/** A fill of either side: closes first, opens with the rest. What it realised, without its fee. */
export const fillPosition = (position: Position, side: Side, fill: { readonly ticks: number; readonly lots: number; readonly fee: Money }): Money => {
  const sign = signOf(side)
  const closing = position.lots * sign < 0 ? Math.min(Math.abs(position.lots), fill.lots) : 0
  const realised = closing === 0 ? ZERO : reduce(position, closing, fill.ticks)
  const opening = fill.lots - closing
  if (opening > 0) {
    position.lots += sign * opening
    position.cost = money(position.cost + notionalOf(position.instrument, toTicks(fill.ticks), toLots(sign * opening)))
    position.openFees = money(position.openFees + part(fill.fee, opening, fill.lots))
  }
  position.realised = money(position.realised + realised)
  return realised
}
