import t from 'tap'
import { hasBareSize, isBestFirst, isControlId } from '../../../src/lib/venues/event-rules.ts'

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

t.test('no size is without a price, but a price may be without a known size', async (t) => {
  const best = { bidTicks: 100, bidLots: 1, askTicks: 101, askLots: 1 }
  type Best = Parameters<typeof hasBareSize>[0]
  t.notOk(hasBareSize({ ...best, bidLots: 0 } as Best))
  t.notOk(hasBareSize({ ...best, askTicks: 0, askLots: 0 } as Best))
  t.ok(hasBareSize({ ...best, bidTicks: 0 } as Best))
  t.ok(hasBareSize({ ...best, askTicks: 0 } as Best))
})

t.test('a control message is numbered from zero', async (t) => {
  t.strictSame([0, 7].map(isControlId), [true, true])
  for (const id of [-1, 1.5, 1e300, '1', null]) t.notOk(isControlId(id))
})
