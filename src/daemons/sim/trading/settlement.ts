import { type Money, money } from '../../../lib/base/units.ts'
import { feeOf } from '../../../lib/matching/fees.ts'
import { type Account, credit, lock } from './accounts.ts'
import { baseOf, lockedBy, quoteOf } from './amounts.ts'
import { leftLots, type OwnFill, type VenueOrder } from './orders.ts'

const FEE_DECIMALS = 8

/** Locks what the lots cost; a negative number of lots unlocks. */
const lockFor = (account: Account, order: VenueOrder, lots: number): void => {
  const { asset, amount } = lockedBy(order, lots)
  if (amount !== 0n) lock(account, asset, amount)
}

/** An order came in: its cost is locked. */
export const settleAccept = (account: Account, order: VenueOrder): void => lockFor(account, order, order.lots)

/** An order ended with a rest: the rest's cost is free again. */
export const settleEnd = (account: Account, order: VenueOrder): void => lockFor(account, order, -leftLots(order))

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
  lockFor(account, order, -fill.lots)
  credit(account, instrument.baseAsset, order.side === 'buy' ? base : money(-base))
  credit(account, instrument.quoteAsset, order.side === 'buy' ? money(-quote) : quote)
  if (fill.fee !== 0n) credit(account, fill.feeAsset, money(-fill.fee))
  order.filledLots += fill.lots
  order.quote = money(order.quote + quote)
  order.fills.push(fill)
  order.updatedMs = fill.atMs
  order.status = leftLots(order) === 0 ? 'FILLED' : 'PARTIALLY_FILLED'
}
