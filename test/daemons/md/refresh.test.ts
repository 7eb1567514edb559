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

/** Valid and known whole from three levels a side; its stream is still until it is compared with the venue. */
const stillBench = () => {
  const bench = connectedBench({ depthLevelsCount: 100 })
  bench.text(marketTexts.diff({ ids: [1, 2] }))
  bench.answer(marketTexts.snapshot(2, side(1_000, -1, 3), side(1_001, 1, 3)))
  for (let second = 0; second < 31; second++) {
    bench.advance(1_000_000)
    bench.text('{"result":null,"id":999}')
  }
  return bench
}

t.test('compares past the end of a side that is known whole', async (t) => {
  for (const [bids, asks] of [
    [side(1_000, -1, 4), side(1_001, 1, 3)],
    [side(1_000, -1, 3), side(1_001, 1, 2)],
    [[], side(1_001, 1, 3)],
  ] as const) {
    const bench = stillBench()
    bench.answer(marketTexts.snapshot(2, bids, asks))
    t.equal(stateOf(bench)?.reason, 'a snapshot differs from the book', `${bids.length} bids, ${asks.length} asks`)
  }
  const same = stillBench()
  same.answer(marketTexts.snapshot(2, side(1_000, -1, 3), side(1_001, 1, 3)))
  t.match([stateOf(same)?.state, same.state.counts.refreshes], ['valid', 1])
})

t.test('a cut side may hide levels behind its end, and none before it', async (t) => {
  const behind = cutBench(90)
  behind.answer(marketTexts.snapshot(3, side(910, -1), side(1_001, 1)))
  t.match([stateOf(behind)?.state, behind.state.counts.refreshes], ['valid', 1])
  const before = cutBench(90)
  before.answer(marketTexts.snapshot(3, [...side(910, -1, 3), ...side(906, -1)].slice(0, 100), side(1_001, 1)))
  t.equal(stateOf(before)?.reason, 'a snapshot differs from the book')
})

t.test('lets no snapshot in whose following diffs did not all find room', async (t) => {
  const bench = connectedBench({ depthLevelsCount: 100, bufferCount: 3 })
  bench.text(marketTexts.diff({ ids: [1, 2] }))
  bench.answer(marketTexts.snapshot(2, side(1_000, -1), side(1_001, 1)))
  bench.advance(6_000_000)
  bench.text(marketTexts.diff({ ids: [3, 3], bids: side(1_000, -1, 60).map(([ticks]) => [ticks, 0] as const) }))
  for (let id = 4; id <= 8; id++) bench.text(marketTexts.diff({ ids: [id, id], asks: [[1_030 + id, id]] }))
  bench.answer(marketTexts.snapshot(3, side(940, -1), side(1_001, 1)))
  t.match([stateOf(bench)?.state, bench.state.counts.refreshes], ['valid', 0])
  bench.advance(400_000)
  bench.answer(
    marketTexts.snapshot(8, side(940, -1), [...side(1_001, 1, 33), [1_034, 4], [1_035, 5], [1_036, 6], [1_037, 7], [1_038, 8], ...side(1_039, 1, 62)]),
  )
  t.match([stateOf(bench)?.state, bench.state.counts.refreshes], ['valid', 1])
})

t.test('is stale when the touch leaves what is known before a new snapshot comes', async (t) => {
  const bench = cutBench(100)
  t.equal(stateOf(bench)?.reason, 'the best price left the known levels')
})

t.test('many symbols begin with few levels and are deepened in the background', async (t) => {
  const bench = connectedBench({ symbols, weightShareRatio: 1, depthLevelsCount: 5_000 })
  t.ok(bench.openRequests().every(({ request }) => request.params.at(-1)?.[1] === 5_000))
  const many = connectedBench({ depthLevelsCount: 5_000 }, {})
  const line = stateOf(many)
  if (line === undefined) throw new Error('no line')
  line.wantedLevels = 100
  many.answer('', 500)
  many.advance(500_000)
  t.match(many.openRequests(), [{ request: { params: [[], ['limit', 100]] } }])
  many.text(marketTexts.diff({ ids: [1, 2] }))
  many.answer(marketTexts.snapshot(2, side(1_000, -1), side(1_001, 1)))
  t.equal(line.state, 'valid')
  many.advance(2_000_000)
  t.match(many.openRequests(), [{ request: { params: [[], ['limit', 1000]] } }])
})
