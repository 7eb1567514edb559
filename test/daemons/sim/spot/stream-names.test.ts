import t from 'tap'
import { readStreamName } from '../../../../src/daemons/sim/spot/stream-names.ts'

t.test('reads every paced stream from its name', async (t) => {
  t.match(readStreamName('btcusdt@kline_1m'), { kind: 'kline', symbol: 'BTCUSDT', everyMs: 2_000, interval: '1m', zoneMs: 0 })
  t.match(readStreamName('btcusdt@kline_1s'), { everyMs: 1_000 })
  t.match(readStreamName('btcusdt@kline_1M@+08:00'), { interval: '1M', zoneMs: 28_800_000 })
  t.match(readStreamName('btcusdt@depth5'), { kind: 'levels', count: 5, everyMs: 1_000 })
  t.match(readStreamName('btcusdt@depth20@100ms'), { kind: 'levels', count: 20, everyMs: 100 })
  t.match(readStreamName('btcusdt@depth'), { kind: 'diff', everyMs: 1_000 })
  t.match(readStreamName('!miniTicker@arr'), { kind: 'miniTicker', symbol: null })
  t.match(readStreamName('!ticker_4h@arr'), { kind: 'windowTicker', symbol: null, window: '4h' })
  t.match(readStreamName('ethbtc@ticker_1d'), { kind: 'windowTicker', symbol: 'ETHBTC', window: '1d' })
  t.match(readStreamName('ethbtc@ticker'), { kind: 'ticker' })
})

t.test('leaves the others alone', async (t) => {
  for (const name of ['a@trade', 'a@aggTrade', 'a@bookTicker', 'a@depth@100ms', 'a@kline_7m', 'a@depth7', '!ticker@arr', 'x', ''])
    t.equal(readStreamName(name), null)
})
