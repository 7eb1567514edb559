import t from 'tap'
import { exchangeInfo } from '../../kit/market-texts.ts'
import { mdBench } from '../../kit/md-core.ts'

t.test('ends with exit code 2 and the nearest names when the venue does not know a symbol', async (t) => {
  const bench = mdBench({ symbols: ['BTCUSDT', 'BTCUST'] })
  bench.give({ type: 'start', epoch: 1 })
  bench.answer(exchangeInfo('ETHBTC', 'BTCUSDT', 'BTCUSDC'))
  t.match(bench.take('failed'), [{ exit: 2, message: /^symbol 'BTCUST' is unknown to 'binance': did you mean 'BTCUSDT'/ }])
  t.strictSame(bench.take('socket.open'), [])
})

t.test('asks again while the venue gives no rules', async (t) => {
  const bench = mdBench()
  bench.give({ type: 'start', epoch: 1 })
  bench.answer('<html>', 502)
  t.match(bench.take('log'), [{ level: 'warn', message: 'no instruments', fields: { reason: /502/ } }])
  bench.advance(250_000)
  bench.answer('{"symbols":1}')
  bench.advance(500_000)
  bench.answer('', 429, { 'retry-after': '2' })
  bench.advance(1_900_000)
  t.equal(bench.openRequests().length, 0)
  bench.advance(200_000)
  bench.answer(exchangeInfo('BTCUSDT'))
  t.equal(bench.take('socket.open').length, 1)
})

t.test('follows a symbol once that is listed twice', async (t) => {
  const bench = mdBench({ symbols: ['BTCUSDT', 'BTCUSDT'] })
  bench.give({ type: 'start', epoch: 1 })
  bench.answer(exchangeInfo('BTCUSDT'))
  t.equal(bench.state.lines.size, 1)
  t.equal(bench.take('ring.symbol').length, 1)
})
