import t from 'tap'
import { WeightBudget } from '../../../src/lib/base/weight-budget.ts'

const MINUTE_US = 60_000_000

t.test('spends a burst at once and the rest of its share evenly', async (t) => {
  const budget = new WeightBudget(1_000, 0.5)
  t.equal(budget.spend(200, MINUTE_US, false), 0)
  const waitUs = budget.spend(10, MINUTE_US, false)
  t.ok(waitUs > 0 && waitUs < MINUTE_US / 10, `${waitUs}`)
  t.equal(budget.spend(10, MINUTE_US + waitUs, false), 0)
  t.equal(budget.weight(MINUTE_US + waitUs), 210)
})

t.test('waits for the next minute once the venue has counted the share, and for a pause', async (t) => {
  const budget = new WeightBudget(1_000, 0.5)
  budget.mirror(500, MINUTE_US)
  t.equal(budget.spend(10, MINUTE_US + 1, false), MINUTE_US - 1)
  budget.pause(2 * MINUTE_US, 7)
  t.strictSame([budget.pausedUs(2 * MINUTE_US), budget.spend(10, 2 * MINUTE_US, false), budget.spend(10, 2 * MINUTE_US + 7, false)], [7, 7, 0])
})

t.test('a venue that counts nothing is asked at once', async (t) => {
  const budget = new WeightBudget(null, 0.5)
  for (let count = 0; count < 100; count++) t.equal(budget.spend(1_000, 0, false), 0)
})
