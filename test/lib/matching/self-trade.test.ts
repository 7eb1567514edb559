import fc from 'fast-check'
import t from 'tap'
import { preventedLots } from '../../../src/lib/matching/self-trade.ts'

t.test('takes from the side that its rule names', async (t) => {
  t.strictSame(preventedLots('expireTaker', 5, 3), { makerLots: 0, takerLots: 3 })
  t.strictSame(preventedLots('expireMaker', 5, 3), { makerLots: 5, takerLots: 0 })
  t.strictSame(preventedLots('expireBoth', 5, 3), { makerLots: 5, takerLots: 3 })
  t.strictSame(preventedLots('decrement', 5, 3), { makerLots: 3, takerLots: 3 })
})

t.test('always ends one of the two, so that matching goes on', async () => {
  const mode = fc.constantFrom('expireTaker', 'expireMaker', 'expireBoth', 'decrement' as const)
  const lots = fc.integer({ min: 1, max: 1_000 })
  fc.assert(
    fc.property(mode, lots, lots, (name, maker, taker) => {
      const lost = preventedLots(name, maker, taker)
      return (lost.makerLots === maker || lost.takerLots === taker) && lost.makerLots <= maker && lost.takerLots <= taker
    }),
  )
})
