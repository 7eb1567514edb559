import fc from 'fast-check'
import t from 'tap'
import { Budget } from '../../../src/daemons/md/budget.ts'
import { binanceMarket } from '../../../src/lib/venues/binance/market.ts'
import { krakenMarket } from '../../../src/lib/venues/kraken/market.ts'

const MINUTE_US = 60_000_000
const spot = () => new Budget(binanceMarket().traits, 0.8)

t.test('spends at once what a burst allows, then says how long to wait', async (t) => {
  const budget = spot()
  t.equal(budget.spend(250, 0, false), 0)
  let spent = 250
  while (budget.spend(250, 0, false) === 0) spent += 250
  t.equal(spent, 1_750)
  t.ok(budget.spend(250, 0, false) > 0)
  t.equal(budget.weight(0), 1_750)
})

t.test('leaves room for others when the work is idle', async (t) => {
  const budget = spot()
  let spent = 0
  while (budget.spend(50, 0, true) === 0) spent += 50
  t.ok(spent < 1_100, `${spent}`)
  t.equal(budget.spend(250, 0, false), 0)
})

t.test('never spends more than its share in any minute of the venue, whatever is asked when', async (t) => {
  let spentCount = 0
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 5_000_000 }), fc.constantFrom(5, 50, 250)), { minLength: 50, maxLength: 400 }), (calls) => {
      const budget = spot()
      const minutes = new Map<number, number>()
      let nowUs = 17 * MINUTE_US
      for (const [gapUs, weight] of calls) {
        nowUs += gapUs
        if (budget.spend(weight, nowUs, false) > 0) continue
        spentCount += 1
        const minute = Math.floor(nowUs / MINUTE_US)
        minutes.set(minute, (minutes.get(minute) ?? 0) + weight)
      }
      return [...minutes.values()].every((weight) => weight <= 4_800)
    }),
  )
  t.ok(spentCount > 1_000, `${spentCount} grants`)
})

t.test('waits for the next minute when the venue has counted enough from elsewhere', async (t) => {
  const budget = spot()
  budget.mirror(4_700, 10_000_000)
  t.equal(budget.spend(250, 10_000_000, false), 50_000_000)
  t.equal(budget.spend(250, MINUTE_US, false), 0)
})

t.test('spends nothing during a pause, and the longest pause counts', async (t) => {
  const budget = spot()
  budget.pause(0, 120_000_000)
  budget.pause(0, 5_000_000)
  t.equal(budget.spend(5, 60_000_000, false), 60_000_000)
  t.equal(budget.pausedUs(60_000_000), 60_000_000)
  t.equal(budget.spend(5, 120_000_000, false), 0)
})

t.test('a venue that counts no weight has no limit but a pause', async (t) => {
  const budget = new Budget(krakenMarket().traits, 0.8)
  t.ok(Array.from({ length: 1_000 }).every(() => budget.spend(1_000, 0, false) === 0))
})
