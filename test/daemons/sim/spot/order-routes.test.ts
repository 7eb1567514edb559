import t from 'tap'
import { QUIET_MARKET, SimDesk } from '../../../kit/sim-desk.ts'

const ORDER = '/api/v3/order'
const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.50000', price: '99.00', newClientOrderId: 'c1' }

const openDesk = (): SimDesk => {
  const desk = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true } })
  desk.advance(100_000)
  return desk
}

t.test('answers a resting limit order in full, word for word', async (t) => {
  const desk = openDesk()
  const { status, body, headers } = desk.signed('POST', ORDER, LIMIT)
  t.equal(status, 200)
  t.equal(
    JSON.stringify(body),
    `{"symbol":"BTCUSDT","orderId":1,"orderListId":-1,"clientOrderId":"c1","transactTime":${desk.nowMs},"price":"99.00000000","origQty":"0.50000000","executedQty":"0.00000000","origQuoteOrderQty":"0.00000000","cummulativeQuoteQty":"0.00000000","status":"NEW","timeInForce":"GTC","type":"LIMIT","side":"BUY","workingTime":${desk.nowMs},"selfTradePreventionMode":"NONE","fills":[]}`,
  )
  t.match(headers, { 'x-mbx-order-count-10s': '1', 'x-mbx-used-weight-1m': '0' })
})

t.test('answers a taker with its fills and the fee in what it received', async (t) => {
  const { body } = openDesk().signed('POST', ORDER, { ...LIMIT, type: 'MARKET', timeInForce: '', price: '', quantity: '1.5' })
  t.match(body, { status: 'FILLED', executedQty: '1.50000000', cummulativeQuoteQty: '150.02000000', type: 'MARKET', price: '0.00000000' })
  t.strictSame(body.fills, [
    { price: '100.01000000', qty: '1.00000000', commission: '0.00100000', commissionAsset: 'BTC', tradeId: 1 },
    { price: '100.02000000', qty: '0.50000000', commission: '0.00050000', commissionAsset: 'BTC', tradeId: 2 },
  ])
})

t.test('shortens the answer on demand and for post-only orders', async (t) => {
  const desk = openDesk()
  const ack = desk.signed('POST', ORDER, { ...LIMIT, newOrderRespType: 'ACK' }).body
  t.strictSame(Object.keys(ack), ['symbol', 'orderId', 'orderListId', 'clientOrderId', 'transactTime'])
  const result = desk.signed('POST', ORDER, { ...LIMIT, newOrderRespType: 'RESULT', newClientOrderId: 'c2' }).body
  t.strictSame([result.status, 'fills' in result], ['NEW', false])
  const maker = desk.signed('POST', ORDER, { ...LIMIT, type: 'LIMIT_MAKER', timeInForce: '', newClientOrderId: 'c3' }).body
  t.equal('status' in maker, false)
})

t.test('shows an order by either id and refuses one that is not there', async (t) => {
  const desk = openDesk()
  desk.signed('POST', ORDER, LIMIT)
  const placedMs = desk.nowMs
  const byClient = desk.signed('GET', ORDER, { symbol: 'BTCUSDT', origClientOrderId: 'c1' }).body
  t.equal(
    JSON.stringify(byClient),
    `{"symbol":"BTCUSDT","orderId":1,"orderListId":-1,"clientOrderId":"c1","price":"99.00000000","origQty":"0.50000000","executedQty":"0.00000000","cummulativeQuoteQty":"0.00000000","status":"NEW","timeInForce":"GTC","type":"LIMIT","side":"BUY","stopPrice":"0.00000000","icebergQty":"0.00000000","time":${placedMs},"updateTime":${placedMs},"isWorking":true,"workingTime":${placedMs},"origQuoteOrderQty":"0.00000000","selfTradePreventionMode":"NONE"}`,
  )
  t.strictSame(desk.signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: 1 }).body, byClient)
  t.match(desk.signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: 2 }), { status: 400, body: { code: -2013, msg: 'Order does not exist.' } })
  t.match(desk.signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: 1, origClientOrderId: 'c9' }).body, { code: -2039 })
  t.match(desk.signed('GET', ORDER, { symbol: 'BTCUSDT' }).body, { code: -1102 })
})

t.test('cancels an open order once, under an id of the cancel', async (t) => {
  const desk = openDesk()
  desk.signed('POST', ORDER, LIMIT)
  const { body } = desk.signed('DELETE', ORDER, { symbol: 'BTCUSDT', origClientOrderId: 'c1', newClientOrderId: 'x1' })
  t.match(body, { origClientOrderId: 'c1', clientOrderId: 'x1', orderId: 1, status: 'CANCELED', executedQty: '0.00000000' })
  t.match(desk.signed('DELETE', ORDER, { symbol: 'BTCUSDT', origClientOrderId: 'c1' }), { status: 400, body: { code: -2011, msg: 'Unknown order sent.' } })
  t.match(desk.signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: 1 }).body, { status: 'CANCELED', clientOrderId: 'c1' })
})

t.test('lists and cancels all open orders', async (t) => {
  const desk = openDesk()
  for (const id of ['a', 'b']) desk.signed('POST', ORDER, { ...LIMIT, newClientOrderId: id })
  const ids = (body: unknown): unknown => (body as Array<{ clientOrderId: string }>).map(({ clientOrderId }) => clientOrderId)
  t.strictSame(ids(desk.signed('GET', '/api/v3/openOrders').body), ['a', 'b'])
  t.strictSame(ids(desk.signed('GET', '/api/v3/openOrders', { symbol: 'BTCUSDT' }).body), ['a', 'b'])
  t.strictSame(ids(desk.signed('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' }).body), ['cancel1', 'cancel2'])
  t.match(desk.signed('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' }).body, { code: -2011 })
})
