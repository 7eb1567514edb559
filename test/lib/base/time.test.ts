import t from 'tap'
import { fromMs, msToUs, US_PER_MS, US_PER_S, usToMs } from '../../../src/lib/base/time.ts'

t.test('turns milliseconds into microseconds and back', async (t) => {
  t.equal(msToUs(1_500), 1_500_000)
  t.equal(usToMs(msToUs(37)), 37)
  t.equal(US_PER_S, 1_000 * US_PER_MS)
})

t.test('rounds down to whole milliseconds', async (t) => {
  t.same([0, 999, 1_000, 1_999, -1].map(usToMs), [0, 0, 1, 1, -1])
})

t.test('takes a time in milliseconds of the epoch', async (t) => {
  t.equal(fromMs(1_735_689_600_000), 1_735_689_600_000_000)
})
