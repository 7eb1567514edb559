import t from 'tap'
import { orderRequests } from '../../../../src/lib/venues/binance/order-requests.ts'
import type { VenueCall } from '../../../../src/lib/venues/orders.ts'

const at = { serverMs: 1_700_000_000_123, recvWindowMs: 2_000 }
const tail = 'recvWindow=2000&timestamp=1700000000123'
const base = { clientOrderId: 'T10maker-00001-0000001n', symbol: 'BTCUSDT', side: 'buy', tif: 'gtc', price: '61837.5', qty: '0.001' } as const

/** The parameters as one text. */
const textOf = ({ params }: VenueCall): string => params.map(([name, value]) => `${name}=${value}`).join('&')

t.test('orders are written by type', async (t) => {
  const place = (over: object) => orderRequests.place({ ...base, type: 'limit', ...over }, at)
  t.match(place({}), { method: 'POST', path: '/api/v3/order', api: 'order.place', security: 'signed', cost: { weight: 1, orders: 1 } })
  t.equal(
    textOf(place({})),
    `symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=61837.5&newClientOrderId=T10maker-00001-0000001n&newOrderRespType=FULL&${tail}`,
  )
  t.equal(
    textOf(place({ type: 'limitMaker', side: 'sell' })),
    `symbol=BTCUSDT&side=SELL&type=LIMIT_MAKER&quantity=0.001&price=61837.5&newClientOrderId=T10maker-00001-0000001n&newOrderRespType=FULL&${tail}`,
  )
  t.equal(
    textOf(place({ type: 'market', price: null })),
    `symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.001&newClientOrderId=T10maker-00001-0000001n&newOrderRespType=FULL&${tail}`,
  )
  t.match(textOf(place({ tif: 'ioc' })), /timeInForce=IOC/)
})

t.test('conditional orders, icebergs and amounts of quote are written with their terms', async (t) => {
  const place = (over: object) => textOf(orderRequests.place({ ...base, type: 'limit', ...over }, at))
  const end = `newClientOrderId=T10maker-00001-0000001n&newOrderRespType=FULL&${tail}`
  t.equal(place({ type: 'stop', price: null, stopPrice: '60000' }), `symbol=BTCUSDT&side=BUY&type=STOP_LOSS&quantity=0.001&stopPrice=60000&${end}`)
  t.equal(place({ type: 'takeProfit', price: null, trailingDeltaBps: 25 }), `symbol=BTCUSDT&side=BUY&type=TAKE_PROFIT&quantity=0.001&trailingDelta=25&${end}`)
  t.match(place({ type: 'stopLimit', stopPrice: '60000' }), /type=STOP_LOSS_LIMIT&timeInForce=GTC&quantity=0.001&price=61837.5&stopPrice=60000&/)
  t.match(place({ type: 'takeProfitLimit', stopPrice: '60000', tif: 'fok' }), /type=TAKE_PROFIT_LIMIT&timeInForce=FOK&/)
  t.match(place({ icebergQty: '0.0005', selfTradePrevention: 'expireBoth' }), /&icebergQty=0.0005&selfTradePreventionMode=EXPIRE_BOTH&/)
  t.equal(place({ type: 'market', price: null, quoteQty: '50.5' }), `symbol=BTCUSDT&side=BUY&type=MARKET&quoteOrderQty=50.5&${end}`)
})

t.test('questions and cancels name the order by either id', async (t) => {
  const ours = { symbol: 'BTCUSDT', clientOrderId: 'a' }
  const calls = [orderRequests.cancel(ours, at), orderRequests.query(ours, at)]
  t.match(calls, [
    { method: 'DELETE', path: '/api/v3/order', api: 'order.cancel', security: 'signed', cost: { weight: 1, orders: 0 } },
    { method: 'GET', path: '/api/v3/order', api: 'order.status', security: 'signed', cost: { weight: 4, orders: 0 } },
  ])
  for (const call of calls) t.equal(textOf(call), `symbol=BTCUSDT&origClientOrderId=a&${tail}`)
  t.equal(textOf(orderRequests.query({ symbol: 'BTCUSDT', venueOrderId: '12' }, at)), `symbol=BTCUSDT&orderId=12&${tail}`)
})

t.test('lists are asked for in bounded pieces', async (t) => {
  t.equal(textOf(orderRequests.openOrders('BTCUSDT', at)), `symbol=BTCUSDT&${tail}`)
  t.equal(textOf(orderRequests.trades({ symbol: 'BTCUSDT', limitCount: 100 }, at)), `symbol=BTCUSDT&limit=100&${tail}`)
  t.equal(textOf(orderRequests.trades({ symbol: 'BTCUSDT', limitCount: 100, fromTradeId: 6 }, at)), `symbol=BTCUSDT&fromId=6&limit=100&${tail}`)
  t.equal(textOf(orderRequests.trades({ symbol: 'BTCUSDT', limitCount: 100, venueOrderId: '6' }, at)), `symbol=BTCUSDT&orderId=6&limit=100&${tail}`)
  t.equal(textOf(orderRequests.account(at)), `omitZeroBalances=true&${tail}`)
})

t.test('public questions are not signed', async (t) => {
  t.match(orderRequests.time(), { path: '/api/v3/time', api: 'time', security: 'none', params: [], cost: { weight: 1 } })
  t.match(orderRequests.instruments('BTCUSDT'), { path: '/api/v3/exchangeInfo', security: 'none', params: [['symbol', 'BTCUSDT']], cost: { weight: 20 } })
})

t.test('the user stream is subscribed with a signature that the link adds', async (t) => {
  t.same(orderRequests.subscribe(7, at), {
    id: 7,
    method: 'userDataStream.subscribe.signature',
    params: { recvWindow: 2_000, timestamp: 1_700_000_000_123 },
    sign: true,
  })
})
