import t from 'tap'
import { type Json, QUIET_MARKET, recordedTrade, SimDesk } from '../../../kit/sim-desk.ts'

const desk = new SimDesk({
  lines: [...QUIET_MARKET, recordedTrade(30, ['100.00', '1'], true), recordedTrade(40, ['102.00', '3'], false), recordedTrade(60_000, ['99.00', '1'], true)],
  config: { autostart: true },
})
desk.advance(200_000)
const get = (path: string, query: string): Json => desk.ask('GET', `/api/v3/${path}`, query)?.body ?? {}
const S = 'symbol=BTCUSDT'

t.test('lists public trades, alone and in aggregates', async (t) => {
  t.match(get('trades', S), [
    { id: 30, price: '100.00000000', qty: '1.00000000', quoteQty: '100.00000000', isBuyerMaker: true },
    { id: 40, price: '102.00000000', isBuyerMaker: false },
  ])
  t.strictSame(
    Object.values(get('trades', `${S}&limit=1`)).map(({ id }) => id),
    [40],
  )
  t.match(get('historicalTrades', `${S}&fromId=30&limit=1`), [{ id: 30 }])
  t.match(get('aggTrades', S), [
    { a: 1, f: 30, l: 30, m: true },
    { a: 2, p: '102.00000000' },
  ])
  t.match(get('aggTrades', `${S}&fromId=1&startTime=1`), { code: -1128 })
})

t.test('sums what has traded', async (t) => {
  const [line] = Object.values(get('klines', `${S}&interval=1m`))
  t.strictSame(Object.values(line ?? {}).slice(1, 6), ['100.00000000', '102.00000000', '100.00000000', '102.00000000', '4.00000000'])
  t.match(get('klines', `${S}&interval=7m`), { code: -1120, msg: 'Invalid interval.' })
  t.match(get('avgPrice', S), { mins: 5, price: /^\d+\.\d{8}$/ })
  t.match(get('ticker/price', S), { symbol: 'BTCUSDT', price: '102.00000000' })
  t.match(get('ticker/price', ''), [{ symbol: 'BTCUSDT' }])
  t.match(get('ticker/bookTicker', 'symbols=["BTCUSDT"]'), [{ bidPrice: '100.00000000', bidQty: '1.50000000', askPrice: '100.01000000' }])
  t.match(get('ticker/bookTicker', 'symbols=["NOPE"]'), { code: -1121 })
  t.match(get('ticker/24hr', S), { symbol: 'BTCUSDT', askPrice: '100.01000000', count: Number })
  t.match(get('ticker', `${S}&windowSize=1h`), { symbol: 'BTCUSDT', volume: String })
  t.match(get('ticker', `${S}&windowSize=1y`), { code: -1130 })
})

t.test('has no reference price', async (t) => {
  t.match(get('referencePrice', S), { code: -2043, msg: "This symbol doesn't have a reference price." })
  t.match(get('executionRules', S), { symbolRules: [{ symbol: 'BTCUSDT', rules: [] }] })
})
