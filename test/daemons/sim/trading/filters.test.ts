import t from 'tap'
import { simDefaults } from '../../../../src/daemons/sim/config.ts'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { amendMax, filterTexts, isPast } from '../../../../src/daemons/sim/trading/filters.ts'
import { QUIET_MARKET, recordedTrade, SimDesk } from '../../../kit/sim-desk.ts'

const ORDER = '/api/v3/order'
const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.5', price: '99.00' }

const desk = new SimDesk({
  lines: [...QUIET_MARKET, recordedTrade(30, ['100.00', '1'], true), recordedTrade(60_000, ['100.00', '1'], true)],
  config: { autostart: true, limits: { weightCount: 60_000, weightWindowMs: 60_000, ordersCount: 1_000, ordersWindowMs: 10_000 } as never },
})
desk.advance(100_000)
const said = (fields: Readonly<Record<string, string>>): unknown => desk.signed('POST', ORDER, { ...LIMIT, ...fields }).body.msg
const fill = (count: number, fields: Readonly<Record<string, string>>): void => {
  for (let index = 0; index < count; index++) desk.signed('POST', ORDER, { ...LIMIT, ...fields })
}
const clear = (): unknown => desk.signed('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' })

t.test('prints the rules that it checks', async (t) => {
  const { body } = desk.ask('GET', '/api/v3/exchangeInfo') ?? {}
  t.strictSame(Object.values(body?.symbols ?? {})[0]?.filters, JSON.parse(JSON.stringify(filterTexts(knownInstrument('BTCUSDT')))))
  t.equal(amendMax, 10)
})

t.test('names the filter that an order fails', async (t) => {
  const stop = { type: 'STOP_LOSS_LIMIT', side: 'SELL', stopPrice: '90.00' }
  t.equal(said({ price: '19.99', quantity: '1' }), 'Filter failure: PERCENT_PRICE_BY_SIDE')
  t.equal(said({ price: '500.01' }), 'Filter failure: PERCENT_PRICE_BY_SIDE')
  t.equal(said({ quantity: '0.50000', icebergQty: '0.00001' }), 'Filter failure: ICEBERG_PARTS')
  t.equal(said({ type: 'MARKET', timeInForce: '', price: '', quantity: '900001' }), 'Filter failure: MARKET_LOT_SIZE')
  t.equal(said({ ...stop, trailingDelta: '9' }), 'Filter failure: TRAILING_DELTA')
  t.equal(said({ price: '99.00', quantity: '90001' }), 'Filter failure: MAX_POSITION')
})

t.test('counts what an account has open', async (t) => {
  fill(10, { quantity: '0.1', icebergQty: '0.05' })
  t.equal(said({ quantity: '0.1', icebergQty: '0.05' }), 'Filter failure: MAX_NUM_ICEBERG_ORDERS')
  clear()
  const stop = { type: 'STOP_LOSS_LIMIT', side: 'SELL', stopPrice: '90.00', quantity: '0.1' }
  fill(5, stop)
  t.equal(said(stop), 'Filter failure: MAX_NUM_ALGO_ORDERS')
  clear()
  fill(200, { quantity: '0.1' })
  t.equal(said({ quantity: '0.1' }), 'Filter failure: MAX_NUM_ORDERS')
  clear()
})

t.test('knows when a stop price is past already', async (t) => {
  const stop = { kind: 'stopLoss', ticks: 100, trailingBips: 0 } as const
  t.strictSame([isPast('sell', stop, 100), isPast('sell', stop, 101), isPast('buy', stop, 100), isPast('buy', stop, null)], [true, false, true, false])
})

t.test('as many orders may be open as the settings say', async (t) => {
  const limits = { openOrdersCount: 1 }
  t.match(
    filterTexts(knownInstrument('BTCUSDT'), limits).find(({ filterType }) => filterType === 'MAX_NUM_ORDERS'),
    { maxNumOrders: 1 },
  )
  const full = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true, limits: { ...simDefaults.limits, ...limits } } })
  full.advance(100_000)
  const place = () =>
    full.signed('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.5', price: '99.00' })
  t.equal(place().status, 200)
  t.match(place(), { status: 400, body: { code: -1013, msg: 'Filter failure: MAX_NUM_ORDERS' } })
})
