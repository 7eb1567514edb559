import t from 'tap'
import { earlierOf } from '../../../../src/daemons/sim/market/earlier.ts'
import type { TruthRecord } from '../../../../src/daemons/sim/trading/truth.ts'

const clock = (fields: Readonly<Record<string, unknown>>): TruthRecord => ({ seq: 1, tsUs: 1, type: 'clock', ...fields })

t.test('a market goes on far above the ids of its own product, where it stood', async (t) => {
  const ids = { symbol: 'BTCUSDT', u: 5, tradeId: 6 }
  const { idsOf, place } = earlierOf([clock({ ...ids, midTicks: 1 }), clock({ ...ids, midTicks: 7 }), clock({ ...ids, product: 'usdm', u: 8, midTicks: 9 })])
  t.strictSame(idsOf('spot', 'BTCUSDT'), { updateId: 1_000_005, tradeId: 1_000_006, midTicks: 7 })
  t.strictSame(idsOf('usdm', 'BTCUSDT'), { updateId: 1_000_008, tradeId: 1_000_006, midTicks: 9 })
  t.strictSame(idsOf('usdm', 'ETHUSDT'), { updateId: 1, tradeId: 1 })
  t.equal(place, null)
})

t.test('a recording goes on where it stopped', async (t) => {
  t.strictSame(earlierOf([clock({ file: 'a', line: 3 }), clock({ file: 'b', line: 4, round: 2 })]).place, { file: 'b', line: 4, round: 2 })
})
