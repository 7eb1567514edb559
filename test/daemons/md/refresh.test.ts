import t from 'tap'
import { marketTexts } from '../../kit/market-texts.ts'
import { connectedBench } from '../../kit/md-core.ts'
import { levelsOf } from '../../kit/true-market.ts'

const side = (from: number, sign: number, count = 100) => Array.from({ length: count }, (_, index) => [from + sign * index, 5] as const)
const symbols = Array.from({ length: 3 }, (_, index) => ['BTCUSDT', 'ETHUSDT', 'BTCUSDC'][index] ?? '')

/** Valid from 100 levels a side, of which the best bid is 1000; the touch of the bids falls by `fallen` levels. */
const cutBench = (fallen: number) => {
  const bench = connectedBench({ depthLevelsCount: 100 })
  bench.text(marketTexts.diff({ ids: [1, 2] }))
  bench.answer(marketTexts.snapshot(2, side(1_000, -1), side(1_001, 1)))
  bench.advance(6_000_000)
  bench.text(marketTexts.diff({ ids: [3, 3], bids: Array.from({ length: fallen }, (_, index) => [1_000 - index, 0] as const) }))
  return bench
}

const stateOf = (bench: ReturnType<typeof cutBench>) => bench.state.lines.get('BTCUSDT')

t.test('asks for a new snapshot when half of the known levels are gone, and stays valid', async (t) => {
  t.equal(cutBench(40).openRequests().length, 0)
  const bench = cutBench(60)
  t.equal(bench.openRequests().length, 1)
  bench.text(marketTexts.diff({ ids: [4, 4], asks: [[1_001, 9]] }))
  bench.answer(marketTexts.snapshot(3, side(940, -1), side(1_001, 1)))
  const line = stateOf(bench)
  t.equal(line?.state, 'valid')
  t.strictSame(line?.known, { buy: 841, sell: 1_100 })
  t.strictSame(line === undefined ? null : levelsOf(line.book, 'sell')[0], [1_001, 9], 'what came after the snapshot is in the book')
  t.match(bench.state.counts, { refreshes: 1, resyncs: 0, staleUs: 0 })
})

t.test('waits for a snapshot from the future and asks again for one that is too old', async (t) => {
  const bench = cutBench(60)
  bench.answer(marketTexts.snapshot(5, side(940, -1), side(1_001, 1)))
  t.equal(bench.state.counts.refreshes, 0)
  bench.text(marketTexts.diff({ ids: [4, 5] }))
  t.equal(bench.state.counts.refreshes, 1)
  const late = cutBench(60)
  late.answer(marketTexts.snapshot(1, side(940, -1), side(1_001, 1)))
  t.equal(stateOf(late)?.state, 'valid')
  t.equal(late.openRequests().length, 0)
  late.advance(400_000)
  t.equal(late.openRequests().length, 1)
})

t.test('starts again when the new snapshot and the book differ', async (t) => {
  const bench = cutBench(60)
  bench.answer(marketTexts.snapshot(3, side(941, -1), side(1_001, 1)))
  t.equal(stateOf(bench)?.reason, 'a snapshot differs from the book')
  t.equal(bench.state.counts.mismatches, 1)
})

t.test('is stale when the touch leaves what is known before a new snapshot comes', async (t) => {
  const bench = cutBench(100)
  t.equal(stateOf(bench)?.reason, 'the best price left the known levels')
})

t.test('many symbols begin with few levels and are deepened in the background', async (t) => {
  const bench = connectedBench({ symbols, weightShareRatio: 1, depthLevelsCount: 5_000 })
  t.ok(bench.openRequests().every(({ request }) => request.query.endsWith('limit=5000')))
  const many = connectedBench({ depthLevelsCount: 5_000 }, {})
  const line = stateOf(many)
  if (line === undefined) throw new Error('no line')
  line.wantedLevels = 100
  many.answer('', 500)
  many.advance(500_000)
  t.match(many.openRequests(), [{ request: { query: 'symbol=BTCUSDT&limit=100' } }])
  many.text(marketTexts.diff({ ids: [1, 2] }))
  many.answer(marketTexts.snapshot(2, side(1_000, -1), side(1_001, 1)))
  t.equal(line.state, 'valid')
  many.advance(2_000_000)
  t.match(many.openRequests(), [{ request: { query: 'symbol=BTCUSDT&limit=1000' } }])
})
