import t from 'tap'
import type { Json } from '../../../kit/sim-desk.ts'
import { UsdmDesk } from '../../../kit/usdm-desk.ts'

t.test('each depth stream is a chain of its own by pu, whatever its speed', async (t) => {
  const desk = new UsdmDesk()
  for (const stream of ['btcusdt@depth@0ms', 'btcusdt@depth@100ms', 'btcusdt@depth', 'btcusdt@depth@500ms']) {
    const socket = desk.sim.open(`/public/ws/${stream}`)
    desk.advanceMs(5_000)
    const diffs = desk.sim.texts(socket).map((text) => JSON.parse(text) as Json)
    t.ok(diffs.length >= 8, `${stream}: ${diffs.length}`)
    t.ok(
      diffs.every(({ pu }, index) => index === 0 || pu === diffs[index - 1]?.u),
      stream,
    )
  }
})

t.test('tells trades, best prices, marks, klines and tickers in the form of futures', async (t) => {
  const desk = new UsdmDesk()
  const streams = ['aggTrade', 'trade', 'bookTicker', 'markPrice@1s', 'kline_1m', 'ticker', 'miniTicker', 'depth5@100ms'].map((name) => `btcusdt@${name}`)
  const socket = desk.sim.open(`/market/stream?streams=${streams.join('/')}/!markPrice@arr@1s`)
  desk.advanceMs(3_000)
  const frames = desk.sim.texts(socket).map((text) => JSON.parse(text) as Json)
  const first = (stream: string) => frames.find((frame) => String(frame.stream) === stream)?.data
  t.match(first('btcusdt@aggTrade'), { e: 'aggTrade', s: 'BTCUSDT', a: Number, m: Boolean })
  t.match(first('btcusdt@bookTicker'), { e: 'bookTicker', u: Number, T: Number, E: Number })
  t.match(first('btcusdt@markPrice@1s'), { e: 'markPriceUpdate', p: String, i: String, r: String, T: Number })
  t.match(first('btcusdt@kline_1m'), { e: 'kline', k: { i: '1m' } })
  t.equal(Object.values(first('btcusdt@depth5@100ms')?.b ?? {}).length, 5)
  t.match(first('!markPrice@arr@1s'), [{ s: 'BTCUSDT' }])
  t.strictSame(
    streams.filter((name) => first(name) === undefined),
    [],
  )
})
