import type { Side } from '../../lib/model/order.ts'
import type { DepthSnapshot } from '../../lib/venues/market.ts'

/** Last price of the known levels of each side in ticks; 0: the side is known whole. */
export interface Known {
  readonly buy: number
  readonly sell: number
}

export const KNOWN_WHOLE: Known = { buy: 0, sell: 0 }

const lastOf = (levels: ArrayLike<number>, askedLevels: number): number => (levels.length >= 2 * askedLevels ? (levels[levels.length - 2] ?? 0) : 0)

/** A side of as many levels as were asked for may go on; a shorter one is all there is. */
export const knownBy = ({ bids, asks }: DepthSnapshot, askedLevels: number): Known => ({ buy: lastOf(bids, askedLevels), sell: lastOf(asks, askedLevels) })

/** True when a price lies beyond what is known of its side. */
export const isBeyond = (known: Known, side: Side, ticks: number): boolean => {
  const last = known[side]
  return last > 0 && (side === 'buy' ? ticks < last : ticks > last)
}
