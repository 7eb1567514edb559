import type { OrderTraits, TradesQuery, VenueFill } from '../../lib/venues/orders.ts'

type Paged = Pick<OrderTraits, 'pagesTradesBy'>

const markOf = ({ pagesTradesBy }: Paged, fill: VenueFill): number => (pagesTradesBy === 'id' ? Number(fill.tradeId) : fill.venueMs)

/** The newest mark of a page, or the one before it. */
export const newestMark = (traits: Paged, fills: readonly VenueFill[], floor: number): number =>
  fills.reduce((highest, fill) => Math.max(highest, markOf(traits, fill)), floor)

/** Where everything is known that is there now, and nothing after it: the fills of that page are in the opening balances. */
export const openingMark = (traits: Paged, fills: readonly VenueFill[]): number => {
  const newest = newestMark(traits, fills, 0)
  return traits.pagesTradesBy === 'time' && fills.length > 0 ? newest + 1 : newest
}

/** The page after a mark. Fills may share a time: that millisecond is asked for again, and what is known is passed over. */
export const pageAfter = (traits: Paged, page: TradesQuery, mark: number | undefined): TradesQuery => {
  if (mark === undefined) return page
  const { symbol, limitCount } = page
  return { symbol, limitCount, fromTradeId: traits.pagesTradesBy === 'id' ? mark + 1 : mark }
}
