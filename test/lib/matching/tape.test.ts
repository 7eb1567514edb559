import t from 'tap'
import { createTape, type TapeTrade, type TopOfBook } from '../../../src/lib/matching/tape.ts'

const limit = (id: number, side: 'buy' | 'sell', ticks: number) => ({ id, side, type: 'limit' as const, tif: 'gtc' as const, ticks, lots: 10 })

t.test('derives best prices, trades and diffs from one book', async (t) => {
  const tops: TopOfBook[] = []
  const trades: TapeTrade[] = []
  const tape = createTape({ top: (top) => tops.push(top), trade: (trade) => trades.push(trade) }, { updateId: 100, tradeId: 7 })
  tape.engine.submit(limit(1, 'buy', 99))
  tape.engine.submit(limit(2, 'sell', 101))
  tape.settle()
  tape.engine.submit(limit(3, 'buy', 98))
  tape.settle()
  t.strictSame(tops, [{ updateId: 102, bidTicks: 99, bidLots: 10, askTicks: 101, askLots: 10 }])
  t.strictSame(tape.flush(), { firstId: 101, lastId: 103, bids: [99, 10, 98, 10], asks: [101, 10] })
  t.equal(tape.flush(), null)
  tape.engine.submit({ ...limit(4, 'sell', 99), lots: 4 })
  t.strictSame(
    trades.map(({ tradeId, lots }) => ({ tradeId, lots })),
    [{ tradeId: 8, lots: 4 }],
  )
  t.strictSame(tape.flush(), { firstId: 104, lastId: 104, bids: [99, 6], asks: [] })
  t.strictSame([tape.updateId, tape.tradeId], [104, 8])
})
