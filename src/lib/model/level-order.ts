const TICKS_TO_NEXT = 2

const isSorted = (levels: ArrayLike<number>, sign: 1 | -1): boolean => {
  for (let at = TICKS_TO_NEXT; at < levels.length; at += TICKS_TO_NEXT) if (((levels[at] ?? 0) - (levels[at - TICKS_TO_NEXT] ?? 0)) * sign <= 0) return false
  return true
}

/** True when both sides of a whole book, as ticks, lots, ticks, lots ..., begin with their best price and no price comes twice: its last levels bound what is known of it. */
export const isBestFirst = ({ bids, asks }: { readonly bids: ArrayLike<number>; readonly asks: ArrayLike<number> }): boolean =>
  isSorted(bids, -1) && isSorted(asks, 1)
