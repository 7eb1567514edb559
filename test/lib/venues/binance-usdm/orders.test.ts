import t from 'tap'
import { binanceUsdmOrders } from '../../../../src/lib/venues/binance-usdm/orders.ts'

t.test('says what futures can do', async (t) => {
  t.match(binanceUsdmOrders, { name: 'binance-usdm', traits: { findsByClientId: true, pagesTradesBy: 'id' } })
  t.ok(binanceUsdmOrders.deadMan)
  t.ok(binanceUsdmOrders.streamKey)
  t.throws(() => binanceUsdmOrders.subscribe(1, { serverMs: 1, recvWindowMs: 1 }), /not subscribed/)
})

t.test('rules are those of this venue', async (t) => {
  const filters = [
    { filterType: 'PRICE_FILTER', minPrice: '0.10', maxPrice: '1000000', tickSize: '0.10' },
    { filterType: 'LOT_SIZE', minQty: '0.001', maxQty: '1000', stepSize: '0.001' },
    { filterType: 'MIN_NOTIONAL', notional: '100' },
  ]
  const body = JSON.stringify({ symbols: [{ symbol: 'BTCUSDT', status: 'TRADING', baseAsset: 'BTC', quoteAsset: 'USDT', filters }] })
  t.match(binanceUsdmOrders.readInstruments({ ok: true, status: 200, headers: {}, body, sentMonoUs: 1 }), {
    kind: 'found',
    value: [{ symbol: 'BTCUSDT', venue: 'binance-usdm', minNotional: '100', qtyDecimals: 3 }],
  })
})
