import t from 'tap'
import { usdmRequests } from '../../../../src/lib/venues/binance-usdm/order-requests.ts'
import type { VenueCall } from '../../../../src/lib/venues/orders.ts'

const at = { serverMs: 1_700_000_000_123, recvWindowMs: 2_000 }
const tail = 'recvWindow=2000&timestamp=1700000000123'
const base = { clientOrderId: 'T10maker-00001-0000001n', symbol: 'BTCUSDT', side: 'buy', type: 'limit', tif: 'gtc', price: '61837.5', qty: '0.001' } as const

const textOf = ({ params }: VenueCall): string => params.map(([name, value]) => `${name}=${value}`).join('&')

t.test('orders are for the one position of a symbol, post-only is a time in force', async (t) => {
  const place = (over: object) => usdmRequests.place({ ...base, ...over }, at)
  const head = 'symbol=BTCUSDT&side=BUY&positionSide=BOTH&type='
  const foot = `newClientOrderId=T10maker-00001-0000001n&newOrderRespType=RESULT&${tail}`
  t.match(place({}), { method: 'POST', path: '/fapi/v1/order', api: 'order.place', security: 'signed', cost: { weight: 0, orders: 1 } })
  t.equal(textOf(place({})), `${head}LIMIT&quantity=0.001&timeInForce=GTC&price=61837.5&${foot}`)
  t.equal(textOf(place({ type: 'limitMaker' })), `${head}LIMIT&quantity=0.001&timeInForce=GTX&price=61837.5&${foot}`)
  t.equal(textOf(place({ type: 'market', price: null, reduceOnly: true })), `${head}MARKET&quantity=0.001&reduceOnly=true&${foot}`)
  t.match(textOf(place({ tif: 'fok', reduceOnly: false })), /timeInForce=FOK&price=61837.5&newClient/)
})

t.test('questions name the order by either id and weigh little', async (t) => {
  const ours = { symbol: 'BTCUSDT', clientOrderId: 'a' }
  t.match(
    [usdmRequests.cancel(ours, at), usdmRequests.query(ours, at)],
    [
      { method: 'DELETE', path: '/fapi/v1/order', cost: { weight: 1 } },
      { method: 'GET', path: '/fapi/v1/order', cost: { weight: 1 } },
    ],
  )
  t.equal(textOf(usdmRequests.query({ symbol: 'BTCUSDT', venueOrderId: '12' }, at)), `symbol=BTCUSDT&orderId=12&${tail}`)
  t.equal(textOf(usdmRequests.trades({ symbol: 'BTCUSDT', limitCount: 100, fromTradeId: 6 }, at)), `symbol=BTCUSDT&fromId=6&limit=100&${tail}`)
  t.match(usdmRequests.openOrders('BTCUSDT', at), { path: '/fapi/v1/openOrders', cost: { weight: 1 } })
  t.match(usdmRequests.account(at), { path: '/fapi/v3/balance', cost: { weight: 5 } })
  t.match([usdmRequests.time(), usdmRequests.instruments('BTCUSDT')], [{ security: 'none' }, { security: 'none', cost: { weight: 1 } }])
})
