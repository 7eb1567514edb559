import type { BestPrices, DepthSnapshot } from './market.ts'

const TICKS_TO_NEXT = 2

const isSorted = (levels: ArrayLike<number>, sign: 1 | -1): boolean => {
  for (let at = TICKS_TO_NEXT; at < levels.length; at += TICKS_TO_NEXT) if (((levels[at] ?? 0) - (levels[at - TICKS_TO_NEXT] ?? 0)) * sign <= 0) return false
  return true
}

/** True when both sides of a whole book begin with their best price and no price comes twice: its last levels bound what is known of it. */
export const isBestFirst = ({ bids, asks }: Pick<DepthSnapshot, 'bids' | 'asks'>): boolean => isSorted(bids, -1) && isSorted(asks, 1)

/** True of best prices with a size where there is no price. */
export const hasBareSize = ({ bidTicks, bidLots, askTicks, askLots }: Pick<BestPrices, 'bidTicks' | 'bidLots' | 'askTicks' | 'askLots'>): boolean =>
  (bidTicks === 0 && bidLots > 0) || (askTicks === 0 && askLots > 0)

/** True of a number that a control message may have had: the answer to any other answers nobody. */
export const isControlId = (id: unknown): id is number => typeof id === 'number' && Number.isSafeInteger(id) && id >= 0
