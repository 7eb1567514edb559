import t from 'tap'
import { createStatistics, type NotedTrade } from '../../../../src/daemons/sim/market/statistics.ts'

const trade = (tradeId: number, fields: Partial<NotedTrade> = {}): NotedTrade => ({
  tradeId,
  ticks: 100,
  lots: 1,
  buyerIsMaker: false,
  atMs: 60_000,
  ...fields,
})

t.test('joins the prints of one taker at one price', async (t) => {
  const statistics = createStatistics()
  t.equal(statistics.note(trade(1, { takerId: 7 })), null)
  t.equal(statistics.note(trade(2, { takerId: 7, lots: 4 })), null)
  t.match(statistics.note(trade(3, { takerId: 8 })), { aggregateId: 1, lots: 5, firstId: 1, lastId: 2 })
  t.match(statistics.settle(), { aggregateId: 2, firstId: 3, lastId: 3 })
  t.equal(statistics.settle(), null)
  t.equal(statistics.note(trade(4, { takerId: 8 })), null)
  t.strictSame(
    statistics.aggregates.map(({ aggregateId, lots }) => [aggregateId, lots]),
    [
      [1, 5],
      [2, 1],
      [3, 1],
    ],
  )
})

t.test('makes bars of any interval, and sums since a time', async (t) => {
  const statistics = createStatistics()
  for (const [id, atMs] of [60_000, 60_500, 119_999, 120_000, 300_000].entries()) statistics.note(trade(id + 1, { atMs, ticks: 100 + id }))
  const counts = (interval: string) => statistics.bars(interval).map(({ openMs, count }) => [openMs, count])
  t.strictSame(counts('1m'), [
    [60_000, 3],
    [120_000, 1],
    [300_000, 1],
  ])
  t.strictSame(counts('5m'), [
    [0, 4],
    [300_000, 1],
  ])
  t.strictSame(counts('1s')[0], [60_000, 2])
  t.match(statistics.since(120_000), { count: 2, openTicks: 103, closeTicks: 104 })
  t.equal(statistics.since(360_000), null)
})

t.test('keeps a bounded number of prints', async (t) => {
  const statistics = createStatistics()
  for (let id = 1; id <= 5_000; id++) statistics.note(trade(id, { atMs: id }))
  t.ok(statistics.trades.length >= 1_000 && statistics.trades.length < 2_000)
  t.equal(statistics.trades.at(-1)?.tradeId, 5_000)
  t.equal(statistics.since(0)?.count, 5_000)
})
