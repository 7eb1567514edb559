import t from 'tap'
import { binanceOrders } from '../../../../src/lib/venues/binance/orders.ts'

const symbol = {
  symbol: 'BTCUSDT',
  status: 'TRADING',
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
  filters: [
    { filterType: 'PRICE_FILTER', minPrice: '0.01', maxPrice: '1000000', tickSize: '0.01' },
    { filterType: 'LOT_SIZE', minQty: '0.00001', maxQty: '9000', stepSize: '0.00001' },
  ],
}

t.test('instruments come from the rules of the venue', async (t) => {
  const answer = { ok: true, status: 200, headers: {}, body: JSON.stringify({ symbols: [symbol] }), sentMonoUs: 1 } as const
  t.match(binanceOrders.readInstruments(answer), { kind: 'found', value: [{ symbol: 'BTCUSDT', tickUnits: 1, priceDecimals: 2 }] })
  t.match(binanceOrders.readInstruments({ ...answer, body: '{}' }), { kind: 'ambiguous' })
  t.match(binanceOrders.readInstruments({ ...answer, status: 400, body: '{"code":-1121,"msg":"Invalid symbol."}' }), { kind: 'rejected' })
})

t.test('the user stream is on the api of the venue', async (t) => {
  t.equal(binanceOrders.name, 'binance')
  t.equal(binanceOrders.streamPath, '/ws-api/v3')
})
