import t from 'tap'
import { isBestFirst } from '../../../src/lib/model/level-order.ts'

t.test('a whole book begins with its best prices and names none twice', async (t) => {
  t.ok(isBestFirst({ bids: [], asks: [] }))
  t.ok(isBestFirst({ bids: [100, 1, 99, 9], asks: [101, 1, 102, 9] }))
  for (const bids of [
    [99, 1, 100, 1],
    [100, 1, 100, 2],
  ])
    t.notOk(isBestFirst({ bids, asks: [] }))
  t.notOk(isBestFirst({ bids: [], asks: [101, 1, 103, 1, 102, 1] }))
})
