import t from 'tap'
import { validator } from '../../../src/lib/codec/schema.ts'
import { MarketHealth } from '../../../src/lib/contracts/market-health.ts'
import { marketTexts } from '../../kit/market-texts.ts'
import { connectedBench } from '../../kit/md-core.ts'

t.test('tells of each connection and each book since when, why and what became of it', async (t) => {
  const bench = connectedBench({ symbols: ['BTCUSDT', 'ETHUSDT'] })
  const ask = (body: object): unknown => {
    bench.give({ type: 'rpc.requested', requestId: 'r', method: 'md.health', src: 'cli', deadlineUs: 0, correlationId: 'c', body })
    const answer = bench.take('rpc.reply')[0]?.answer
    return answer?.ok === true ? answer.body : null
  }
  bench.text(marketTexts.diff({ ids: [1, 2] }))
  bench.answer(marketTexts.snapshot(1, [], []), 200, { 'x-mbx-used-weight-1m': '520' })
  bench.advance(500_000)
  bench.text(marketTexts.diff({ ids: [9, 9] }))
  bench.advance(1_500_000)
  const report = ask({})
  t.equal(validator(MarketHealth)(report).ok, true)
  t.match(report, {
    venue: 'binance',
    proof: 'sequence',
    weightCount: Number,
    pausedMs: 0,
    connections: [{ id: '1', route: 'market', state: 'open', symbols: 2, attempts: 1, messages: 2 }],
    books: [
      { symbol: 'BTCUSDT', state: 'stale', reason: 'a diff is missing', gaps: 1, diffs: 1, ageMs: 1_500 },
      { symbol: 'ETHUSDT', state: 'syncing', ageMs: null },
    ],
  })
  t.match(ask({ symbols: ['ETHUSDT'] }), { books: { length: 1 } })
})

t.test('a resync gives the book up and asks for another snapshot', async (t) => {
  const bench = connectedBench()
  bench.text(marketTexts.diff({ ids: [1, 2] }))
  bench.answer(marketTexts.snapshot(1, [], []))
  bench.advance(6_000_000)
  const ask = (symbol: string): unknown => {
    bench.give({ type: 'rpc.requested', requestId: 'r', method: 'md.resync', src: 'cli', deadlineUs: 0, correlationId: 'c', body: { symbol } })
    return bench.take('rpc.reply')[0]?.answer
  }
  t.match(ask('BTCUSDT'), { ok: true, body: { symbol: 'BTCUSDT', state: 'stale' } })
  t.equal(bench.state.lines.get('BTCUSDT')?.reason, 'asked to start again')
  t.equal(bench.openRequests().length, 1)
  t.match(ask('BTCUSD'), { ok: false, error: { code: 'UNKNOWN_SYMBOL' } })
})
