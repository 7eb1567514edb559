import t from 'tap'
import { readFrame } from '../../../../src/lib/venues/binance/market-frames.ts'
import { NEWS } from '../../../../src/lib/venues/binance/news-frames.ts'
import { btcusdt, utf8Bytes } from '../../../kit/market-texts.ts'

const read = (data: object) => readFrame(utf8Bytes(JSON.stringify({ stream: 'btcusdt@x', data })), new Map([['BTCUSDT', btcusdt]]))
const mark = { e: 'markPriceUpdate', E: 1, s: 'BTCUSDT', p: '60000.10', i: '60001', P: '0', r: '-0.00010000', T: 2 }
const order = { s: 'BTCUSDT', S: 'SELL', o: 'LIMIT', f: 'IOC', q: '0.014', p: '9910', ap: '9910.5', X: 'FILLED', l: '0.014', z: '0.014', T: 3 }
const bar = { t: 0, T: 59_999, s: 'BTCUSDT', i: '1m', o: '1', c: '2', h: '3', l: '1', v: '10', n: 4, x: true }

t.test('reads marks, liquidations and bars into what travels', async (t) => {
  t.match(read(mark), { type: 'news', plane: 'marks', body: { mark: '60000.1', fundingRatio: '-0.0001', nextFundingUs: 2_000, eventUs: 1_000 } })
  t.match(read({ ...mark, r: '' }), { body: { fundingRatio: '0' } })
  t.match(read({ e: 'forceOrder', E: 1, o: order }), { plane: 'liquidations', symbol: 'BTCUSDT', body: { side: 'sell', averagePrice: '9910.5', qty: '0.014' } })
  t.match(read({ e: 'kline', E: 1, s: 'BTCUSDT', k: bar }), { plane: 'klines.1m', body: { interval: '1m', closeUs: 59_999_000, trades: 4, closed: true } })
  t.strictSame(Object.keys(NEWS), ['markPriceUpdate', 'forceOrder', 'kline'])
})

t.test('names what makes no sense', async (t) => {
  const bad = [
    { ...mark, r: 'x' },
    { ...mark, T: -1 },
    { e: 'forceOrder', E: 1, o: { ...order, S: 'HOLD' } },
    { e: 'kline', E: 1, s: 'BTCUSDT', k: { ...bar, i: '../x' } },
    { e: 'kline', E: 1, s: 'BTCUSDT', k: { ...bar, x: 1 } },
    { e: 'kline', E: 1, s: 'BTCUSDT', k: { ...bar, n: -4 } },
    { e: 'kline', E: 1, s: 'BTCUSDT', k: { ...bar, h: '1.5' } },
    { e: 'kline', E: 1, s: 'BTCUSDT', k: { ...bar, l: '1.000001' } },
    { e: 'kline', E: 1, s: 'BTCUSDT', k: { ...bar, t: 60_000 } },
  ]
  for (const data of bad) t.match(read(data), { type: 'garbled' }, JSON.stringify(data).slice(0, 60))
})
