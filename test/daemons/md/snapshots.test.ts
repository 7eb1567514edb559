import t from 'tap'
import { marketTexts, textsOf } from '../../kit/market-texts.ts'
import { connectedBench, type MdBench } from '../../kit/md-core.ts'

const gapAt = (bench: MdBench, id: number): void => bench.text(marketTexts.diff({ ids: [id, id] }))

t.test('has at most one request of a symbol under way, however many gaps there are', async (t) => {
  const bench = connectedBench()
  for (let id = 10; id < 100; id += 10) {
    gapAt(bench, id)
    bench.advance(100_000)
  }
  t.equal(bench.openRequests().length, 1)
  t.equal(bench.state.counts.snapshots, 1)
})

t.test('asks at once after a book that was valid for long, later after one that was not', async (t) => {
  const bench = connectedBench()
  gapAt(bench, 10)
  bench.answer(marketTexts.snapshot(9, [], []))
  gapAt(bench, 20)
  t.equal(bench.openRequests().length, 0)
  bench.advance(200_000)
  bench.answer(marketTexts.snapshot(19, [], []))
  bench.advance(6_000_000)
  gapAt(bench, 30)
  t.equal(bench.openRequests().length, 1)
})

t.test('never asks twice within the least wait, though the first was for a book that needed no healing', async (t) => {
  const bench = connectedBench({ depthLevelsCount: 100 })
  const levels = (from: number, sign: number) => Array.from({ length: 100 }, (_, index) => [from + sign * index, 5] as const)
  bench.text(marketTexts.diff({ ids: [1, 2] }))
  bench.answer(marketTexts.snapshot(2, levels(1_000, -1), levels(1_001, 1)))
  bench.advance(6_000_000)
  bench.text(
    marketTexts.diff({
      ids: [3, 3],
      bids: levels(1_000, -1)
        .slice(0, 60)
        .map(([ticks]) => [ticks, 0] as const),
    }),
  )
  bench.answer(marketTexts.snapshot(3, levels(940, -1), levels(1_001, 1)))
  bench.advance(50_000)
  gapAt(bench, 20)
  t.match(bench.state.counts, { refreshes: 1, gaps: 1, snapshots: 2 })
  t.equal(bench.openRequests().length, 0)
  bench.advance(200_000)
  t.equal(bench.openRequests().length, 1)
})

const side = (from: number, sign: number, count = 100) => Array.from({ length: count }, (_, index) => [from + sign * index, 5] as const)

/** Valid for six seconds from a cut snapshot of each; the next diff of each calls for a refresh. */
const cutBench = (...symbols: readonly string[]) => {
  const bench = connectedBench({ symbols: [...symbols], depthLevelsCount: 100, silenceMs: 600_000 })
  for (const symbol of symbols) bench.text(textsOf(symbol).diff({ ids: [1, 2] }))
  for (const _ of symbols) bench.answer(marketTexts.snapshot(2, side(1_000, -1), side(1_001, 1)))
  bench.advance(6_000_000)
  const fall = (symbol: string): void => {
    const bids = side(1_000, -1, 60).map(([ticks]) => [ticks, 0] as const)
    bench.text(textsOf(symbol).diff({ ids: [3, 3], bids }))
  }
  return { bench, fall }
}

t.test('a book that is lost goes before those that are refreshed, though it was one of them', async (t) => {
  const { bench, fall } = cutBench('ETHUSDT', 'BTCUSDC', 'BTCUSDT')
  bench.state.budget.pause(bench.nowUs(), 1_000_000)
  for (const symbol of ['ETHUSDT', 'BTCUSDC', 'BTCUSDT']) fall(symbol)
  bench.text(marketTexts.diff({ ids: [20, 20] }))
  bench.advance(1_000_000)
  t.strictSame(
    bench.openRequests().map(({ request }) => request.params[0]?.[1]),
    ['BTCUSDT', 'ETHUSDT', 'BTCUSDC'],
  )
})

t.test('a book that is lost does not wait for the next attempt at its refresh', async (t) => {
  const { bench, fall } = cutBench('BTCUSDT')
  fall('BTCUSDT')
  for (let failure = 0; failure < 8; failure++) {
    bench.answer('', 500)
    bench.advance(5_000_000)
  }
  bench.answer('', 500)
  bench.text(marketTexts.diff({ ids: [20, 20] }))
  t.equal(bench.openRequests().length, 1)
})

t.test('asks again after a failure, ever more slowly', async (t) => {
  const bench = connectedBench({ silenceMs: 600_000, depthLevelsCount: 100 })
  gapAt(bench, 10)
  const waitsUs: number[] = []
  for (let failure = 0; failure < 12; failure++) {
    bench.answer('{"code":-1000}', 500)
    const sinceUs = bench.nowUs()
    bench.text(marketTexts.trade(failure + 1, 100, 1))
    for (let turn = 0; turn < 1_000 && bench.openRequests().length === 0; turn++) bench.advance(10_000)
    waitsUs.push(bench.nowUs() - sinceUs)
  }
  t.ok(waitsUs.every((us) => us >= 100_000 && us <= 5_010_000))
  t.ok(Math.max(...waitsUs.slice(0, 2)) <= 810_000)
  t.ok(Math.max(...waitsUs) > 1_000_000)
  t.equal(new Set(waitsUs).size > 6, true)
})

t.test('sends nothing while the venue asks for quiet', async (t) => {
  const bench = connectedBench()
  gapAt(bench, 10)
  bench.answer('{"code":-1003}', 429, { 'retry-after': '3' })
  bench.advance(2_900_000)
  t.equal(bench.openRequests().length, 0)
  bench.advance(200_000)
  t.equal(bench.openRequests().length, 1)
})

t.test('drops the answer for a connection that is gone, and asks anew over the next', async (t) => {
  const bench = connectedBench()
  gapAt(bench, 10)
  bench.give({ type: 'socket.closed', socketId: 1, reason: 'reset' })
  bench.answer(marketTexts.snapshot(9, [], []))
  t.equal(bench.state.lines.get('BTCUSDT')?.state, 'stale')
  bench.advance(300_000)
  bench.give({ type: 'socket.opened', socketId: 2 })
  t.equal(bench.openRequests().length, 1)
})

t.test('measures an answer that was asked for over the old connection by the new stream', async (t) => {
  const bench = connectedBench()
  gapAt(bench, 10)
  bench.give({ type: 'socket.closed', socketId: 1, reason: 'reset' })
  bench.advance(300_000)
  bench.give({ type: 'socket.opened', socketId: 2 })
  gapAt(bench, 20)
  bench.answer(marketTexts.snapshot(9, [], []))
  t.equal(bench.state.lines.get('BTCUSDT')?.state, 'stale')
  bench.advance(300_000)
  bench.answer(marketTexts.snapshot(19, [], []))
  t.equal(bench.state.lines.get('BTCUSDT')?.state, 'valid')
})

t.test('does not ask for a line that became disconnected while it waited', async (t) => {
  const bench = connectedBench()
  gapAt(bench, 10)
  bench.answer('', 500)
  bench.give({ type: 'socket.closed', socketId: 1, reason: 'reset' })
  bench.advance(5_000_000)
  t.equal(bench.openRequests().length, 0)
})

t.test('a lost book of many comes back with few levels, and with more when the touch had left them', async (t) => {
  const { bench } = cutBench('BTCUSDT')
  bench.state.firstLevels = 100
  const line = bench.state.lines.get('BTCUSDT')
  if (line === undefined) throw new Error('no line')
  line.wantedLevels = 1_000
  bench.text(marketTexts.diff({ ids: [20, 20] }))
  t.match(bench.openRequests(), [{ request: { params: [[], ['limit', 100]] } }])
  const blind = cutBench('BTCUSDT').bench
  Object.assign(blind.state.lines.get('BTCUSDT') ?? {}, { wantedLevels: 1_000 })
  blind.state.firstLevels = 100
  blind.text(marketTexts.diff({ ids: [3, 3], bids: side(1_000, -1).map(([ticks]) => [ticks, 0] as const) }))
  t.match(blind.openRequests(), [{ request: { params: [[], ['limit', 1000]] } }])
})
