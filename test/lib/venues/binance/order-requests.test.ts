import t from 'tap'
import { orderRequests } from '../../../../src/lib/venues/binance/order-requests.ts'

const at = { serverMs: 1_700_000_000_123, recvWindowMs: 2_000 }
const tail = 'recvWindow=2000&timestamp=1700000000123'
const base = { clientOrderId: 'T10maker-00001-0000001n', symbol: 'BTCUSDT', side: 'buy', tif: 'gtc', price: '61837.5', qty: '0.001' } as const

t.test('orders are written by type', async (t) => {
  const place = (over: object) => orderRequests.place({ ...base, type: 'limit', ...over }, at)
  t.same(place({}), {
    method: 'POST',
    path: '/api/v3/order',
    security: 'signed',
    query: `symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=61837.5&newClientOrderId=T10maker-00001-0000001n&newOrderRespType=FULL&${tail}`,
  })
  t.equal(
    place({ type: 'limitMaker', side: 'sell' }).query,
    `symbol=BTCUSDT&side=SELL&type=LIMIT_MAKER&quantity=0.001&price=61837.5&newClientOrderId=T10maker-00001-0000001n&newOrderRespType=FULL&${tail}`,
  )
  t.equal(
    place({ type: 'market', price: null }).query,
    `symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.001&newClientOrderId=T10maker-00001-0000001n&newOrderRespType=FULL&${tail}`,
  )
  t.match(place({ tif: 'ioc' }).query, /timeInForce=IOC/)
})

t.test('questions and cancels name the order by either id', async (t) => {
  const ours = { symbol: 'BTCUSDT', clientOrderId: 'a' }
  t.same(orderRequests.cancel(ours, at), { method: 'DELETE', path: '/api/v3/order', security: 'signed', query: `symbol=BTCUSDT&origClientOrderId=a&${tail}` })
  t.same(orderRequests.query(ours, at), { method: 'GET', path: '/api/v3/order', security: 'signed', query: `symbol=BTCUSDT&origClientOrderId=a&${tail}` })
  t.equal(orderRequests.query({ symbol: 'BTCUSDT', venueOrderId: '12' }, at).query, `symbol=BTCUSDT&orderId=12&${tail}`)
})

t.test('lists are asked for in bounded pieces', async (t) => {
  t.equal(orderRequests.openOrders('BTCUSDT', at).query, `symbol=BTCUSDT&${tail}`)
  t.equal(orderRequests.trades({ symbol: 'BTCUSDT', limitCount: 100 }, at).query, `symbol=BTCUSDT&limit=100&${tail}`)
  t.equal(orderRequests.trades({ symbol: 'BTCUSDT', limitCount: 100, fromTradeId: 6 }, at).query, `symbol=BTCUSDT&fromId=6&limit=100&${tail}`)
  t.equal(orderRequests.trades({ symbol: 'BTCUSDT', limitCount: 100, venueOrderId: '6' }, at).query, `symbol=BTCUSDT&orderId=6&limit=100&${tail}`)
  t.equal(orderRequests.account(at).query, `omitZeroBalances=true&${tail}`)
})

t.test('public questions are not signed', async (t) => {
  t.same(orderRequests.time(), { method: 'GET', path: '/api/v3/time', security: 'none', query: '' })
  t.same(orderRequests.instruments('BTCUSDT'), { method: 'GET', path: '/api/v3/exchangeInfo', security: 'none', query: 'symbol=BTCUSDT' })
})

t.test('values are percent-encoded', async (t) => {
  t.match(orderRequests.query({ symbol: 'BTC&USDT', clientOrderId: 'a b' }, at).query, /^symbol=BTC%26USDT&origClientOrderId=a%20b&/)
})

t.test('the user stream is subscribed with a signature that the link adds', async (t) => {
  t.same(orderRequests.subscribe(7, at), {
    id: 7,
    method: 'userDataStream.subscribe.signature',
    params: { recvWindow: 2_000, timestamp: 1_700_000_000_123 },
    sign: true,
  })
})
