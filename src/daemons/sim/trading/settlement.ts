import { type Money, money } from '../../../lib/base/units.ts'
import { feeOf } from '../../../lib/matching/fees.ts'
import { type Account, credit, lock } from './accounts.ts'
import { baseOf, lockedBy, paidAsset, quoteOf } from './amounts.ts'
import { leftLots, type OwnFill, type VenueOrder } from './orders.ts'

const FEE_DECIMALS = 8

/** Makes an order lock exactly so much. */
const setLock = (account: Account, order: VenueOrder, amount: Money): void => {
  const change = money(amount - order.locked)
  order.locked = amount
  if (change !== 0n) lock(account, paidAsset(order), change)
}

/** An order locks what its rest costs. */
export const settleRest = (account: Account, order: VenueOrder): void => setLock(account, order, lockedBy(order, leftLots(order), order.waiting))

/** An order came in: its cost is locked. */
export const settleAccept = (account: Account, order: VenueOrder): void =>
  order.lockAtFirst === undefined ? settleRest(account, order) : setLock(account, order, order.lockAtFirst)

/** An order ended with a rest: the rest's cost is free again. */
export const settleEnd = (account: Account, order: VenueOrder): void => setLock(account, order, money(0n))

/** Fee of a fill, taken from what is received. */
export const feeOn = (
  order: VenueOrder,
  fill: { readonly ticks: number; readonly lots: number },
  feeBps: number,
): { readonly fee: Money; readonly feeAsset: string } => {
  const { instrument } = order
  const received = order.side === 'buy' ? baseOf(instrument, fill.lots) : quoteOf(instrument, fill.ticks, fill.lots)
  return { fee: feeOf(received, feeBps, FEE_DECIMALS), feeAsset: order.side === 'buy' ? instrument.baseAsset : instrument.quoteAsset }
}

/** A fill moves both assets and the order forward. */
export const settleFill = (account: Account, order: VenueOrder, fill: OwnFill): void => {
  const { instrument } = order
  const base = baseOf(instrument, fill.lots)
  const quote = quoteOf(instrument, fill.ticks, fill.lots)
  credit(account, instrument.baseAsset, order.side === 'buy' ? base : money(-base))
  credit(account, instrument.quoteAsset, order.side === 'buy' ? money(-quote) : quote)
  if (fill.fee !== 0n) credit(account, fill.feeAsset, money(-fill.fee))
  order.filledLots += fill.lots
  settleRest(account, order)
  order.quote = money(order.quote + quote)
  order.fills.push(fill)
  order.updatedMs = fill.atMs
  order.status = leftLots(order) === 0 ? 'FILLED' : 'PARTIALLY_FILLED'
}
