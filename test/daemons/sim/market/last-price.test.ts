import t from 'tap'
import { createLastPrice } from '../../../../src/daemons/sim/market/last-price.ts'

t.test('tells the last price, and the range since the last look', async (t) => {
  const price = createLastPrice()
  t.strictSame([price.ticks, price.takeRange()], [null, null])
  for (const ticks of [100, 97, 103, 101]) price.note(ticks)
  t.strictSame([price.ticks, price.takeRange()], [101, { lowTicks: 97, highTicks: 103 }])
  t.strictSame([price.ticks, price.takeRange()], [101, null])
})
