import t from 'tap'
import { SelfCheck } from '../../../src/daemons/md/checks.ts'
import { lots, ticks } from '../../../src/lib/base/units.ts'
import { Book } from '../../../src/lib/model/book.ts'
import type { BestPrices } from '../../../src/lib/venues/market.ts'

const best = (updateId: number, bid = 99): BestPrices => ({
  type: 'ticker',
  symbol: 'BTCUSDT',
  updateId,
  bidTicks: ticks(bid),
  bidLots: lots(1),
  askTicks: ticks(0),
  askLots: lots(0),
})

const book = new Book()
book.set('buy', 99, 1)

t.test('compares what has the same update id, in either order, an empty side too', async (t) => {
  const checks = new SelfCheck()
  t.equal(checks.ticker(best(1)), null)
  t.equal(checks.book(2, book), null)
  t.equal(checks.book(1, book), true)
  t.equal(checks.ticker(best(2)), true)
  t.equal(checks.ticker(best(2, 98)), false)
  checks.ticker(best(3, 98))
  t.equal(checks.book(3, book), false)
})

t.test('remembers the last 64 best prices and 16 tops', async (t) => {
  const checks = new SelfCheck()
  for (let id = 1; id <= 65; id++) checks.ticker(best(id))
  t.equal(checks.book(1, book), null)
  t.equal(checks.book(2, book), true)
  for (let id = 101; id <= 117; id++) checks.book(id, book)
  t.equal(checks.ticker(best(101)), null)
  t.equal(checks.ticker(best(102)), true)
})

t.test('forgets a book without forgetting the venue, or both', async (t) => {
  const checks = new SelfCheck()
  checks.ticker(best(1))
  checks.book(2, book)
  checks.forgetBook()
  t.equal(checks.ticker(best(2)), null)
  t.equal(checks.book(1, book), true)
  checks.clear()
  t.equal(checks.book(2, book), null)
})
