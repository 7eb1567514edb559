import t from 'tap'
import { UsdmDesk } from '../../../kit/usdm-desk.ts'

t.test('answers what anybody may ask', async (t) => {
  const { sim } = new UsdmDesk({ fundingMs: 1_000 })
  sim.advance(3_000_000)
  const ask = (name: string, query = 'symbol=BTCUSDT') => sim.ask('GET', `/fapi/v1/${name}`, query)?.body
  t.match(ask('exchangeInfo', ''), { symbols: [{ symbol: 'BTCUSDT', contractType: 'PERPETUAL', pricePrecision: 1, quantityPrecision: 3, status: 'TRADING' }] })
  t.match(ask('depth', 'symbol=BTCUSDT&limit=5'), { lastUpdateId: Number, E: Number, T: Number })
  t.match(ask('trades'), [{ id: Number, price: String }])
  t.match(ask('aggTrades'), [{ a: 1 }])
  t.equal(Object.values(Object.values(ask('klines', 'symbol=BTCUSDT&interval=1m') ?? {})[0] ?? {}).length, 12)
  t.match(ask('ticker/24hr'), { symbol: 'BTCUSDT', count: Number })
  t.match(ask('ticker/price', ''), [{ symbol: 'BTCUSDT' }])
  t.match(ask('ticker/bookTicker'), { bidPrice: String, askPrice: String })
  t.match(ask('premiumIndex'), { markPrice: String, nextFundingTime: Number })
  t.match(ask('fundingRate'), [{ symbol: 'BTCUSDT', fundingRate: String }])
  t.match(ask('openInterest'), { openInterest: '0.000' })
})

t.test('counts weight by the depth asked for, and refuses what is too much', async (t) => {
  const { sim } = new UsdmDesk({ limits: { weightCount: 30, weightWindowMs: 60_000, ordersCount: 300, ordersWindowMs: 10_000 } })
  sim.advance(60_000_000)
  t.equal(sim.ask('GET', '/fapi/v1/depth', 'symbol=BTCUSDT&limit=1000')?.headers['x-mbx-used-weight-1m'], '20')
  t.match(sim.ask('GET', '/fapi/v1/depth', 'symbol=BTCUSDT&limit=1000'), { status: 429, body: { code: -1003 } })
})
