import t from 'tap'
import { hasBareSize, isControlId } from '../../../src/lib/venues/event-rules.ts'

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
