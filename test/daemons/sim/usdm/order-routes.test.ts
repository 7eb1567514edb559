import t from 'tap'
import { UsdmDesk } from '../../../kit/usdm-desk.ts'

const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.1', price: '50000' }

t.test('each order of a batch succeeds or fails alone', async (t) => {
  const desk = new UsdmDesk()
  const batch = [
    { ...LIMIT, newClientOrderId: 'b1' },
    { ...LIMIT, price: '1.05' },
    { ...LIMIT, newClientOrderId: 'b2' },
  ]
  const answers = desk.call('POST', '/fapi/v1/batchOrders', { batchOrders: JSON.stringify(batch) })
  t.match(answers, [{ clientOrderId: 'b1' }, { code: -4014 }, { clientOrderId: 'b2' }])
  t.match(desk.call('POST', '/fapi/v1/batchOrders', { batchOrders: JSON.stringify(Array(6).fill(LIMIT)) }), { code: -4082 })
  const canceled = desk.call('DELETE', '/fapi/v1/batchOrders', { symbol: 'BTCUSDT', origClientOrderIdList: '["b1","zz"]' })
  t.match(canceled, [{ status: 'CANCELED' }, { code: -2011 }])
})

t.test('an acknowledgement shows no fill, a result does', async (t) => {
  const desk = new UsdmDesk()
  const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.1' }
  t.match(desk.call('POST', '/fapi/v1/order', order), { status: 'NEW', executedQty: '0' })
  t.match(desk.call('POST', '/fapi/v1/order', { ...order, newOrderRespType: 'RESULT' }), { status: 'FILLED', executedQty: '0.1' })
  t.equal(Object.values(desk.call('GET', '/fapi/v1/allOrders', { symbol: 'BTCUSDT' })).length, 2)
  t.strictSame(desk.call('POST', '/fapi/v1/order/test', order), {})
})
