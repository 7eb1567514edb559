import t from 'tap'
import { monoUs } from '../../../src/lib/base/units.ts'
import type { BarEnded } from '../../../src/lib/contracts/market.ts'
import { exchangeInfo, marketTexts, textsOf, utf8Bytes } from '../../kit/market-texts.ts'
import { connectedBench, mdBench } from '../../kit/md-core.ts'

t.test('comes up: rules of the venue, connection, snapshot, valid', async (t) => {
  const bench = mdBench({ symbols: ['BTCUSDT', 'ETHUSDT'] })
  bench.give({ type: 'start', epoch: 3 })
  t.match(bench.health(), { state: 'starting', ready: false })
  bench.answer(exchangeInfo('BTCUSDT', 'ETHUSDT'))
  t.match(bench.take('ring.symbol'), [{ symbol: 'BTCUSDT', tickUnits: 1, priceDecimals: 2, lotUnits: 1, qtyDecimals: 5 }, { symbol: 'ETHUSDT' }])
  t.match(bench.take('socket.open'), [{ socketId: 1, path: /^\/stream\?streams=btcusdt@depth@100ms.*ethusdt@bookTicker$/ }])
  bench.give({ type: 'socket.opened', socketId: 1 })
  t.match(bench.health(), { state: 'syncing', ready: false, reason: "book 'BTCUSDT' is not valid: waiting for a snapshot" })
  for (const symbol of ['BTCUSDT', 'ETHUSDT']) {
    const texts = textsOf(symbol)
    bench.text(texts.diff({ ids: [1, 2], bids: [[99, 1]] }))
    bench.answer(texts.snapshot(1, [[98, 1]], [[101, 1]]))
  }
  t.strictSame(bench.health(), { state: 'running', ready: true, reason: 'ok' })
  t.match(
    bench
      .take('publish')
      .filter(({ kind }) => kind === 'state')
      .at(-1),
    { topic: 'market_data.ETHUSDT.state', body: { state: 'valid', reason: 'ok' } },
  )
})

t.test('is degraded, not syncing, when a book that was valid is not any more', async (t) => {
  const bench = connectedBench()
  bench.text(marketTexts.diff({ ids: [1, 2] }))
  bench.answer(marketTexts.snapshot(1, [], []))
  bench.text(marketTexts.diff({ ids: [9, 9] }))
  t.match(bench.health(), { state: 'degraded', ready: false, reason: "book 'BTCUSDT' is not valid: a diff is missing" })
})

t.test('beats the ring every 100 ms', async (t) => {
  const bench = connectedBench()
  bench.take('ring.beat')
  bench.advance(1_000_000)
  t.equal(bench.take('ring.beat').length, 10)
})

t.test('rings the bell once for a step that wrote records, after them, and not for others', async (t) => {
  const bench = connectedBench()
  bench.take('bell.notify')
  bench.text(marketTexts.ticker(1, [99, 1], [101, 1]))
  t.equal(bench.take('bell.notify').length, 1)
  bench.text(marketTexts.diff({ ids: [1, 2] }))
  t.equal(bench.take('bell.notify').length, 0)
  bench.answer(marketTexts.snapshot(1, [], []))
  t.ok(bench.take('ring.state').length + bench.take('ring.book').length > 1)
  t.equal(bench.take('bell.notify').length, 1)
})

t.test('measures the latency of the venue only where both clocks are of the same day', async (t) => {
  const bench = connectedBench()
  const eventMs = bench.nowUs() / 1_000 - 7
  bench.text(marketTexts.diff({ ids: [1, 1], eventMs }))
  bench.text(marketTexts.diff({ ids: [2, 2], eventMs: eventMs + 20 }))
  bench.text(marketTexts.diff({ ids: [3, 3], eventMs: eventMs - 86_400_000 }))
  t.strictSame([bench.state.latencyUs.count, bench.state.latencyUs.sum], [2, 7_000])
})

t.test('drops garbled frames, counts them and goes on', async (t) => {
  const bench = connectedBench()
  for (const text of ['<html>', '', '[[[', '{"stream":"x"}', marketTexts.trade(1, 1, 1).replace('"p"', '"P"')]) bench.text(text)
  bench.text('{"result":null,"id":1}')
  t.match(bench.state.counts, { garbled: 5, trades: 0 })
  bench.text(marketTexts.trade(1, 99, 1))
  t.equal(bench.state.counts.trades, 1)
})

t.test('marks the bars at a jump of the trades, and those alone, over whatever connections they come', async (t) => {
  const bench = connectedBench({ bars: ['2t'] })
  const trades = (...ids: readonly number[]): void => {
    for (const id of ids) bench.text(marketTexts.trade(id, 99, 1))
  }
  trades(10, 11, 12)
  bench.give({ type: 'socket.closed', socketId: 1, reason: 'cut' })
  bench.advance(300_000)
  bench.give({ type: 'socket.opened', socketId: 2 })
  trades(13, 14, 17, 18, 19)
  const bars = bench.take('publish').flatMap(({ kind, body }) => (kind === 'bar' ? [(body as BarEnded).lacksTrades] : []))
  t.strictSame(bars, [undefined, undefined, true, undefined])
})

t.test('passes over a symbol of the venue that it does not follow', async (t) => {
  const bench = connectedBench()
  const other = textsOf('ETHUSDT')
  for (const text of [other.trade(1, 1, 1), other.ticker(1, [1, 1], [2, 1]), other.diff({ ids: [1, 1] })]) bench.text(text)
  t.match(bench.state.counts, { garbled: 0, trades: 0, tickers: 0, diffs: 0 })
})

t.test('closes its connections when stopped and hears nothing after', async (t) => {
  const bench = connectedBench()
  bench.give({ type: 'stop' })
  t.match(bench.take('socket.close'), [{ socketId: 1 }])
  t.equal(bench.take('stopped').length, 1)
  bench.give({ type: 'socket.frame', socketId: 1, bytes: utf8Bytes(marketTexts.trade(1, 1, 1)), receivedMonoUs: monoUs(1) })
  bench.advance(1_000_000)
  t.equal(bench.state.counts.trades, 0)
  t.match(bench.health(), { state: 'stopped', ready: false })
})
