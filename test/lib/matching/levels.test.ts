import t from 'tap'
import { type BookSide, dequeue, enqueue, isBetter, levelAt, openLevel, type RestingOrder } from '../../../src/lib/matching/levels.ts'

const sideOf = (side: 'buy' | 'sell'): BookSide => ({ side, levels: [] })

const rest = (book: BookSide, id: number, ticks: number): RestingOrder => {
  const order: RestingOrder = {
    id,
    side: book.side,
    lots: 10,
    hiddenLots: 0,
    partLots: 10,
    owner: undefined,
    level: openLevel(book, ticks),
    before: null,
    after: null,
  }
  enqueue(order)
  return order
}

t.test('keeps the best level last on both sides', async (t) => {
  const [bids, asks] = [sideOf('buy'), sideOf('sell')]
  for (const ticks of [100, 103, 101, 99]) {
    rest(bids, ticks, ticks)
    rest(asks, ticks, ticks)
  }
  t.strictSame(
    bids.levels.map(({ ticks }) => ticks),
    [99, 100, 101, 103],
  )
  t.strictSame(
    asks.levels.map(({ ticks }) => ticks),
    [103, 101, 100, 99],
  )
})

t.test('drops a level with its last order, wherever it stands', async (t) => {
  const bids = sideOf('buy')
  const [low, middle, high] = [rest(bids, 1, 99), rest(bids, 2, 100), rest(bids, 3, 101)]
  const second = rest(bids, 4, 100)
  dequeue(bids, middle)
  t.equal(levelAt(bids, 100)?.first, second)
  t.equal(levelAt(bids, 100)?.lots, 10)
  dequeue(bids, second)
  t.equal(levelAt(bids, 100), null)
  dequeue(bids, high)
  dequeue(bids, low)
  t.strictSame(bids.levels, [])
})

t.test('says which of two prices is better for a side', async (t) => {
  t.strictSame([isBetter('buy', 2, 1), isBetter('sell', 2, 1), isBetter('buy', 1, 1)], [true, false, false])
})
