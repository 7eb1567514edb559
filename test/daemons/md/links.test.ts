import t from 'tap'
import { monoUs } from '../../../src/lib/base/units.ts'
import { exchangeInfo, marketTexts, utf8Bytes } from '../../kit/market-texts.ts'
import { connectedBench, type MdBench, mdBench } from '../../kit/md-core.ts'

const stateOf = (bench: MdBench) => bench.state.lines.get('BTCUSDT')?.state
const reasonOf = (bench: MdBench) => bench.state.lines.get('BTCUSDT')?.reason

const validBench = (...args: Parameters<typeof connectedBench>): MdBench => {
  const bench = connectedBench(...args)
  bench.text(marketTexts.diff({ ids: [1, 2] }))
  bench.answer(marketTexts.snapshot(1, [], []))
  bench.take('socket.open')
  return bench
}

t.test('makes its books stale when the connection closes, and valid again over another one', async (t) => {
  const bench = validBench()
  bench.give({ type: 'socket.closed', socketId: 1, reason: 'reset' })
  t.equal(stateOf(bench), 'stale')
  t.equal(reasonOf(bench), 'the connection is closed')
  bench.advance(200_000)
  t.match(bench.take('socket.open'), [{ socketId: 2 }])
  bench.give({ type: 'socket.opened', socketId: 2 })
  bench.text(marketTexts.diff({ ids: [50, 52] }))
  bench.answer(marketTexts.snapshot(51, [], []))
  t.equal(stateOf(bench), 'valid')
  t.match(bench.state.counts, { reconnects: 1, resyncs: 1, gaps: 0 })
})

t.test('hears nothing of a connection that it gave up', async (t) => {
  const bench = validBench()
  bench.give({ type: 'socket.closed', socketId: 1, reason: 'reset' })
  bench.give({ type: 'socket.frame', socketId: 1, bytes: utf8Bytes(marketTexts.trade(1, 1, 1)), receivedMonoUs: monoUs(1) })
  bench.give({ type: 'socket.closed', socketId: 1, reason: 'again' })
  bench.give({ type: 'socket.opened', socketId: 1 })
  t.equal(bench.state.counts.trades, 0)
  bench.advance(300_000)
  t.equal(bench.take('socket.open').length, 1)
})

t.test('replaces a connection that is open and silent', async (t) => {
  const bench = validBench({ silenceMs: 1_000 })
  bench.advance(900_000)
  bench.text(marketTexts.trade(1, 1, 1))
  bench.advance(900_000)
  t.equal(stateOf(bench), 'valid')
  bench.advance(300_000)
  t.equal(reasonOf(bench), 'the connection is silent')
  t.match(bench.take('socket.close'), [{ socketId: 1 }])
  bench.advance(300_000)
  t.match(bench.take('socket.open'), [{ socketId: 2 }])
})

t.test('gives up a connection that never opens', async (t) => {
  const bench = mdBench({ silenceMs: 1_000 })
  bench.give({ type: 'start', epoch: 1 })
  bench.answer(exchangeInfo('BTCUSDT'))
  bench.advance(1_500_000)
  t.match(bench.take('socket.close'), [{ socketId: 1 }])
})

t.test('replaces a connection at the notice of a shutdown and after a run of garbled frames', async (t) => {
  const bench = validBench({ garbledRunCount: 3 })
  bench.text('{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}')
  t.equal(reasonOf(bench), 'the venue is restarting')
  bench.advance(300_000)
  bench.give({ type: 'socket.opened', socketId: 2 })
  for (const text of ['x', 'x', marketTexts.trade(1, 1, 1), 'x', 'x']) bench.text(text)
  t.equal(bench.take('socket.close').length, 1)
  bench.text('x')
  t.match(bench.take('socket.close'), [{ socketId: 2 }])
})

t.test('tries ever more slowly while the venue refuses, far below what a venue allows in five minutes', async (t) => {
  const bench = validBench()
  let attempts = 0
  for (let ms = 0; ms < 300_000; ms += 100) {
    if (bench.take('socket.open').length > 0 || ms === 0) {
      attempts += 1
      bench.give({ type: 'socket.closed', socketId: bench.socketId(), reason: 'refused' })
    }
    bench.advance(100_000)
  }
  t.ok(attempts > 60 && attempts < 160, `${attempts} attempts`)
})

t.test('spreads many symbols over connections', async (t) => {
  const symbols = Array.from({ length: 650 }, (_, index) => `COIN${index}`)
  const bench = mdBench({ symbols })
  bench.give({ type: 'start', epoch: 1 })
  bench.answer(exchangeInfo(...symbols))
  const paths = bench.take('socket.open').map(({ path }) => path.split('@bookTicker').length - 1)
  t.strictSame(paths, [300, 300, 50])
})
