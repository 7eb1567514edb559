import t from 'tap'
import { ORDER_VENUE_NAMES, orderVenueByName } from '../../../src/lib/venues/order-registry.ts'

t.test('knows each venue that takes orders, with where it lives', async (t) => {
  t.strictSame([...ORDER_VENUE_NAMES], ['sim', 'binance', 'binance-usdm'])
  t.match(orderVenueByName('sim'), { ok: true, value: { endpoints: null, apiPath: '/ws-api/v3', orders: { name: 'binance' } } })
  t.match(orderVenueByName('binance'), { ok: true, value: { endpoints: { api: 'wss://ws-api.binance.com' }, orders: { name: 'binance' } } })
  t.match(orderVenueByName('binance-usdm'), {
    ok: true,
    value: { endpoints: { rest: 'https://fapi.binance.com' }, apiPath: '/ws-fapi/v1', orders: { name: 'binance-usdm' } },
  })
})

t.test('refuses any other name and says which there are', async (t) => {
  for (const name of ['kraken', 'ccxt:okx', 'constructor'])
    t.match(orderVenueByName(name), { ok: false, error: `no orders go to '${name}': sim, binance, binance-usdm` })
})
