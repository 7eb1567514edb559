import fc from 'fast-check'
import t from 'tap'
import { LANES } from '../../../../src/daemons/exec/limits/lanes.ts'
import { RateWindow } from '../../../../src/daemons/exec/limits/window.ts'

const MINUTE_US = 60_000_000
const weightOf = (limitCount: number): RateWindow => new RateWindow({ kind: 'weight', intervalUs: MINUTE_US, limitCount })
const take = (window: RateWindow, count: number, atUs: number): number => {
  const waitUs = window.waitUs(count, 'order', atUs)
  if (waitUs === 0) window.charge(count, 'order', atUs)
  return waitUs
}

t.test('grants ten orders at once, and the next one an interval later', async (t) => {
  const window = new RateWindow({ kind: 'orders', intervalUs: 10_000_000, limitCount: 100 })
  const waits = Array.from({ length: 11 }, () => take(window, 1, 0))
  t.same(waits, [...Array.from({ length: 10 }, () => 0), 100_000])
  t.equal(take(window, 1, 99_000), 1_000)
  t.equal(take(window, 1, 100_000), 0)
})

t.test('paces heavy calls by their weight', async (t) => {
  const window = weightOf(6_000)
  t.same([take(window, 250, 0), take(window, 250, 0), take(window, 250, 0)], [0, 0, 1_500_000])
  t.equal(take(window, 250, 1_500_000), 0)
})

t.test('keeps the last fifth of a window from new orders and gives it to cancels', async (t) => {
  const window = weightOf(100)
  window.mirror(80, 5_000_000)
  t.equal(window.waitUs(1, 'order', 5_000_000), MINUTE_US - 5_000_000)
  t.equal(window.waitUs(1, 'cancel', 5_000_000), 0)
  window.mirror(95, 5_000_000)
  t.equal(window.waitUs(1, 'cancel', 5_000_000), MINUTE_US - 5_000_000)
  t.equal(window.waitUs(5, 'halt', 5_000_000), 0)
  t.equal(window.waitUs(6, 'halt', 5_000_000), MINUTE_US - 5_000_000)
})

t.test('lets questions take at most two fifths of a window themselves', async (t) => {
  const window = weightOf(100)
  for (let n = 0; n < 4; n += 1) window.charge(10, 'query', n * 10_000_000)
  t.equal(window.waitUs(1, 'query', 50_000_000), 10_000_000)
  t.equal(window.waitUs(1, 'order', 50_000_000), 0)
})

t.test('begins afresh at the edge of the window of the venue, and never goes back', async (t) => {
  const window = weightOf(100)
  window.mirror(100, MINUTE_US - 1)
  t.equal(window.waitUs(1, 'halt', MINUTE_US - 1), 1)
  t.equal(window.waitUs(1, 'halt', MINUTE_US), 0)
  window.charge(7, 'halt', MINUTE_US)
  t.equal(window.usedCount(MINUTE_US - 1), 7)
})

t.test('believes the venue when it counted more, and itself when it counted less', async (t) => {
  const window = weightOf(100)
  window.charge(10, 'halt', 0)
  window.mirror(4, 0)
  t.equal(window.usedCount(0), 10)
  window.mirror(40, 0)
  t.equal(window.usedCount(0), 40)
})

t.test('lets a call that outweighs its share through alone', async (t) => {
  const window = weightOf(10)
  t.equal(window.waitUs(20, 'query', 0), 0)
  window.charge(20, 'query', 0)
  t.equal(window.waitUs(20, 'query', 0), MINUTE_US)
})

t.test('never spends more than the share of a lane in one window, whatever comes when', async (t) => {
  const call = fc.record({ afterUs: fc.nat(2_000_000), count: fc.integer({ min: 1, max: 20 }), lane: fc.constantFrom(...LANES) })
  const isWithin = (calls: readonly { afterUs: number; count: number; lane: (typeof LANES)[number] }[]): boolean => {
    const window = weightOf(100)
    const used = new Map<number, number>()
    let nowUs = 0
    for (const { afterUs, count, lane } of calls) {
      nowUs += afterUs
      if (window.waitUs(count, lane, nowUs) > 0) continue
      window.charge(count, lane, nowUs)
      const index = Math.floor(nowUs / MINUTE_US)
      used.set(index, (used.get(index) ?? 0) + count)
    }
    return [...used.values()].every((sum) => sum <= 100)
  }
  t.doesNotThrow(() => fc.assert(fc.property(fc.array(call, { maxLength: 300 }), isWithin)))
})
