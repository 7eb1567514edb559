import t from 'tap'
import { QUIET_MARKET, SimDesk } from '../../../kit/sim-desk.ts'

const openDesk = (): SimDesk => {
  const desk = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true } })
  desk.advance(100_000)
  return desk
}

t.test('answers ping, time and the book', async (t) => {
  const desk = openDesk()
  t.strictSame(desk.ask('GET', '/api/v3/ping')?.body, {})
  t.strictSame(desk.ask('GET', '/api/v3/time')?.body, { serverTime: desk.nowMs })
  t.strictSame(desk.ask('GET', '/api/v3/depth', 'symbol=BTCUSDT&limit=1')?.body, {
    lastUpdateId: 5,
    bids: [['100.00000000', '1.50000000']],
    asks: [['100.01000000', '1.00000000']],
  })
  t.match(desk.ask('GET', '/api/v3/depth', 'symbol=NOPE'), { status: 400, body: { code: -1121 } })
  t.match(desk.ask('GET', '/api/v3/depth', ''), { status: 400, body: { code: -1102 } })
})

t.test('weighs a book by its depth', async (t) => {
  const desk = openDesk()
  const used = (limit: number): string | undefined => desk.ask('GET', '/api/v3/depth', `symbol=BTCUSDT&limit=${limit}`)?.headers['x-mbx-used-weight-1m']
  t.strictSame([used(100), used(500), used(1_000), used(5_000)], ['5', '30', '80', '330'])
})

t.test('lists its rules for all symbols, for some and for one', async (t) => {
  const desk = new SimDesk({ config: { symbols: ['BTCUSDT', 'ETHUSDT'] } })
  const symbols = (query: string): unknown[] => Object.values(desk.ask('GET', '/api/v3/exchangeInfo', query)?.body.symbols ?? {}).map(({ symbol }) => symbol)
  t.strictSame(symbols(''), ['BTCUSDT', 'ETHUSDT'])
  t.strictSame(symbols('symbol=ETHUSDT'), ['ETHUSDT'])
  t.strictSame(symbols(`symbols=${encodeURIComponent('["BTCUSDT"]')}`), ['BTCUSDT'])
  t.match(desk.ask('GET', '/api/v3/exchangeInfo', 'symbol=NOPE')?.body, { code: -1121 })
  t.match(desk.ask('GET', '/api/v3/exchangeInfo', 'symbols=BTC')?.body, { code: -1100 })
  t.match(desk.ask('GET', '/api/v3/exchangeInfo')?.body, {
    timezone: 'UTC',
    rateLimits: [
      { rateLimitType: 'REQUEST_WEIGHT', limit: 6_000 },
      { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 100 },
    ],
  })
})

t.test('says how far its recording is', async (t) => {
  const desk = openDesk()
  t.match(desk.ask('GET', '/sim/state')?.body, { source: 'recording', ended: true, lines: 3, symbols: [{ symbol: 'BTCUSDT', updateId: 5, gaps: 0 }] })
  t.match(new SimDesk().ask('GET', '/sim/state')?.body, { source: 'synthetic', ended: false })
})
