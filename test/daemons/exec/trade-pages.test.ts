import t from 'tap'
import { newestMark, openingMark, pageAfter } from '../../../src/daemons/exec/trade-pages.ts'

const fill = (tradeId: string, venueMs: number) =>
  ({ symbol: 'A', venueOrderId: '1', tradeId, venueMs, side: 'buy', price: '1', qty: '1', fee: '0', feeAsset: '', liquidity: 'maker' }) as const
const page = { symbol: 'A', limitCount: 3 }

t.test('pages by id go on after the newest id', async (t) => {
  const traits = { pagesTradesBy: 'id' } as const
  t.equal(newestMark(traits, [fill('7', 9), fill('5', 10)], 6), 7)
  t.equal(openingMark(traits, [fill('7', 9)]), 7)
  t.strictSame(pageAfter(traits, page, 7), { ...page, fromTradeId: 8 })
  t.strictSame(pageAfter(traits, page, undefined), page)
})

t.test('pages by time ask for the newest millisecond again, but not for what the opening balances hold', async (t) => {
  const traits = { pagesTradesBy: 'time' } as const
  t.equal(newestMark(traits, [fill('x-1', 9), fill('x-0', 10)], 0), 10)
  t.equal(openingMark(traits, [fill('x-1', 9)]), 10)
  t.equal(openingMark(traits, []), 0)
  t.strictSame(pageAfter(traits, page, 10), { ...page, fromTradeId: 10 })
})
