import fc from 'fast-check'
import t from 'tap'
import { nextWaitUs } from '../../../src/daemons/md/backoff.ts'
import { openState } from '../../../src/daemons/md/state.ts'
import { binanceMarket } from '../../../src/lib/venues/binance/market.ts'
import { mdConfig } from '../../kit/md-core.ts'

const waits = (seed: number, count: number): number[] => {
  const state = openState({ ...mdConfig, seed }, binanceMarket())
  const attempts = { count: 0, armed: false }
  return Array.from({ length: count }, () => nextWaitUs(state, attempts))
}

t.test('draws from a range that doubles up to the limit', async (t) => {
  const isInRange = (us: number, index: number): boolean => Number.isInteger(us) && us >= 100_000 && us <= Math.min(5_000_000, 100_000 * 2 ** (index + 1))
  fc.assert(
    fc.property(fc.nat(4_294_967_295), (seed) => {
      t.ok(waits(seed, 40).every(isInRange))
    }),
  )
})

t.test('spreads over the range and follows the seed', async (t) => {
  const late = waits(7, 400).slice(10)
  t.ok(Math.min(...late) < 500_000)
  t.ok(Math.max(...late) > 4_500_000)
  t.strictSame(waits(7, 20), waits(7, 20))
  t.strictNotSame(waits(7, 20), waits(8, 20))
})
