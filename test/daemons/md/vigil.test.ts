import t from 'tap'
import { marketTexts } from '../../kit/market-texts.ts'
import { connectedBench, type MdBench } from '../../kit/md-core.ts'

const SECOND_US = 1_000_000
const bids = [[100, 1]] as const
const asks = [[101, 1]] as const

const lineOf = (bench: MdBench) => {
  const line = bench.state.lines.get('BTCUSDT')
  if (line === undefined) throw new Error('no line')
  return line
}

/** Another stream of the connection goes on, so that it is not silent itself. */
const rest = (bench: MdBench, seconds: number): void => {
  for (let second = 0; second < seconds; second++) {
    bench.advance(SECOND_US)
    bench.text('{"result":null,"id":999}')
  }
}

const validBench = (): MdBench => {
  const bench = connectedBench()
  bench.text(marketTexts.diff({ ids: [1, 2] }))
  bench.answer(marketTexts.snapshot(2, bids, asks))
  return bench
}

t.test('a market that rests becomes valid by the second of two equal snapshots, without a diff', async (t) => {
  const bench = connectedBench()
  bench.answer(marketTexts.snapshot(7, bids, asks))
  rest(bench, 9)
  t.equal(lineOf(bench).state, 'syncing')
  rest(bench, 3)
  bench.answer(marketTexts.snapshot(7, bids, asks))
  t.equal(lineOf(bench).state, 'valid')
  bench.text(marketTexts.diff({ ids: [8, 8], bids: [[99, 4]] }))
  t.match(lineOf(bench), { state: 'valid', updateId: 8, counts: { gaps: 0 } })
  bench.text(marketTexts.diff({ ids: [10, 10] }))
  t.equal(lineOf(bench).reason, 'a diff is missing')
})

t.test('a stream that brings nothing while snapshots go on is begun again', async (t) => {
  const bench = connectedBench()
  for (const id of [7, 9]) {
    bench.answer(marketTexts.snapshot(id, bids, asks))
    rest(bench, 12)
  }
  t.equal(lineOf(bench).state, 'stale')
  t.match(bench.take('socket.send'), [{ text: '{"method":"UNSUBSCRIBE","params":["btcusdt@depth@100ms"],"id":1}' }])
})

t.test('a still book is compared with the venue and stays valid when nothing has happened', async (t) => {
  const bench = validBench()
  rest(bench, 31)
  t.equal(bench.nowUs() - lineOf(bench).changedUs, 31 * SECOND_US, 'what was noticed makes nothing younger')
  t.match(bench.openRequests(), [{ request: { params: [[], ['limit', 100]] } }], 'the lightest snapshot that holds it')
  bench.answer(marketTexts.snapshot(2, bids, asks))
  rest(bench, 20)
  t.match(lineOf(bench), { state: 'valid', refreshing: false })
  t.match(bench.state.counts, { refreshes: 1, resubscriptions: 0, staleUs: 0 })
  rest(bench, 20)
  t.equal(bench.openRequests().length, 0, 'the next question comes later')
})

t.test('a still book that the venue has changed is stale, and its stream is begun again', async (t) => {
  const bench = validBench()
  rest(bench, 31)
  bench.answer(marketTexts.snapshot(5, bids, asks))
  rest(bench, 11)
  t.equal(lineOf(bench).reason, 'the stream of the symbol is silent')
  t.equal(bench.state.counts.resubscriptions, 1)
})

t.test('a symbol of few diffs becomes valid without one, never is silent while it lives, and comes back after its stream died', async (t) => {
  const bench = connectedBench({ depthLevelsCount: 100 })
  const states: string[] = []
  let id = 1
  let isDead = false
  for (let second = 0; second < 600; second++) {
    rest(bench, 1)
    if (second === 300) isDead = true
    if (second % 25 === 20) {
      id += 1
      if (!isDead) bench.text(marketTexts.diff({ ids: [id, id], bids: [[100, id]] }))
      bench.text(marketTexts.ticker(id, [100, id], [101, 1]))
    }
    for (const { text } of bench.take('socket.send')) {
      const { method, id: asked } = JSON.parse(text) as { method: string; id: number }
      bench.text(`{"result":null,"id":${asked}}`)
      if (method === 'SUBSCRIBE') isDead = false
    }
    if (bench.openRequests().length > 0) bench.answer(marketTexts.snapshot(id, [[100, id]], [[101, 1]]))
    states.push(lineOf(bench).state)
  }
  const staleAt = states.indexOf('stale')
  t.ok(states.indexOf('valid') <= 13, `valid after ${states.indexOf('valid')} s`)
  t.ok(staleAt > 320 && staleAt < 335 && states.indexOf('valid', staleAt) - staleAt < 15, `stale from ${staleAt} s to ${states.indexOf('valid', staleAt)} s`)
  t.equal(states.lastIndexOf('stale') - staleAt, states.filter((state) => state === 'stale').length - 1)
  t.match(bench.state.counts, { resubscriptions: 1, mismatches: 0 })
})
