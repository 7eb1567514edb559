import t from 'tap'
import { validator } from '../../../src/lib/codec/schema.ts'
import { BookHealth, MarketHealthRequest, ResyncRequest } from '../../../src/lib/contracts/market-health.ts'

t.test('asks for all books or for some, by names that are symbols', async (t) => {
  const check = validator(MarketHealthRequest)
  t.strictSame([check({}).ok, check({ symbols: ['BTCUSDT'] }).ok, check({ symbols: ['../x'] }).ok], [true, true, false])
  t.equal(validator(ResyncRequest)({ symbol: 'btc' }).ok, false)
})

t.test('a book that was never heard has no age, and a side that is known whole no horizon', async (t) => {
  const counts = { diffs: 0, duplicates: 0, gaps: 0, resyncs: 0, snapshots: 0, checks: 0, mismatches: 0 }
  const book = { symbol: 'X', state: 'init', sinceUs: 1, reason: 'not started', ageMs: null, updateId: 0, ...counts, horizon: {} }
  const check = validator(BookHealth)
  t.equal(check(book).ok, true)
  t.equal(check({ ...book, horizon: { bid: '1.5' } }).ok, true)
  t.equal(check({ ...book, ageMs: -1 }).ok, false)
})
