import t from 'tap'
import { QUIET_MARKET, SimDesk } from '../../../kit/sim-desk.ts'

const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.5', price: '99.00', newClientOrderId: 'c1' }

const openDesk = (limits = {}): SimDesk => {
  const limitsOf = { weightCount: 6_000, weightWindowMs: 60_000, ordersCount: 100, ordersWindowMs: 10_000, ...limits }
  const desk = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true, limits: limitsOf } })
  desk.advance(100_000)
  return desk
}

t.test('charges failed orders and queries, not orders that succeed', async (t) => {
  const desk = openDesk()
  const used = (fields: Readonly<Record<string, string>>): string | undefined =>
    desk.signed('POST', '/api/v3/order', { ...LIMIT, ...fields }).headers['x-mbx-used-weight-1m']
  t.strictSame([used({}), used({ price: '0' })], ['0', '1'])
  t.equal(desk.signed('GET', '/api/v3/account').headers['x-mbx-used-weight-1m'], '21')
})

t.test('refuses with 429 and the time to wait above its limits', async (t) => {
  const light = openDesk({ weightCount: 10 })
  t.match(light.signed('GET', '/api/v3/account'), { status: 429, body: { code: -1003 }, headers: { 'retry-after': /^\d+$/ } })
  const few = openDesk({ ordersCount: 1 })
  few.signed('POST', '/api/v3/order', LIMIT)
  t.match(few.signed('POST', '/api/v3/order', { ...LIMIT, newClientOrderId: 'c2' }), { status: 429, body: { code: -1015 } })
  few.advance(10_000_000)
  t.match(few.signed('POST', '/api/v3/order', { ...LIMIT, newClientOrderId: 'c2' }), { status: 200 })
})

t.test('writes every refused order to the truth log, whatever the reason', async (t) => {
  const desk = openDesk()
  desk.signed('POST', '/api/v3/order', { ...LIMIT, price: '0' })
  desk.raw({ method: 'POST', path: '/api/v3/order', query: 'symbol=BTCUSDT&newClientOrderId=c2&timestamp=1&signature=00' })
  desk.signed('GET', '/api/v3/order', { symbol: 'BTCUSDT', orderId: 9 })
  t.match(desk.records('reject'), [
    { symbol: 'BTCUSDT', clientOrderId: 'c1', code: -1013 },
    { symbol: 'BTCUSDT', clientOrderId: 'c2', code: -1021 },
  ])
  t.equal(desk.records('reject').length, 2)
})
