import t from 'tap'
import { prng } from '../../../src/lib/base/prng.ts'
import { createShape } from '../../../src/lib/matching/flow-shape.ts'

const median = (draw: () => number): number => Array.from({ length: 2_001 }, draw).sort((a, b) => a - b)[1_000] ?? 0

t.test('draws sizes and distances of the recorded market, scaled to the instrument', async (t) => {
  const bitcoin = createShape(prng(1), { midTicks: 6_000_000, unitLots: 100_000 })
  t.ok(median(bitcoin.deepTicks) > 1_000 && median(bitcoin.deepTicks) < 4_000)
  t.ok(median(bitcoin.marketLots) > 30 && median(bitcoin.marketLots) < 120)
  const small = createShape(prng(1), { midTicks: 60_000, unitLots: 1_000 })
  t.ok(median(small.deepTicks) > 10 && median(small.deepTicks) < 40)
  t.ok(median(small.moveTicks) >= 1)
})
