import t from 'tap'
import { hmac, type Json, QUIET_MARKET, SIM_KEY, SIM_SECRET, SimDesk } from '../../../kit/sim-desk.ts'

const openDesk = (): { desk: SimDesk; socket: string; ask: (frame: unknown) => Json } => {
  const desk = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true } })
  desk.advance(100_000)
  const socket = desk.open('/ws-api/v3')
  const ask = (frame: unknown): Json => {
    desk.say(socket, frame)
    return desk.take(socket).at(-1) ?? {}
  }
  return { desk, socket, ask }
}

const signed = (desk: SimDesk, values: Readonly<Record<string, string | number>>) => {
  const params: Record<string, string | number> = { ...values, apiKey: SIM_KEY, timestamp: desk.nowMs }
  const payload = Object.keys(params)
    .sort()
    .map((name) => `${name}=${params[name]}`)
    .join('&')
  return { ...params, signature: hmac(SIM_SECRET, payload) }
}

t.test('answers frames with their own id, whatever its form', async (t) => {
  const { desk, ask } = openDesk()
  t.match(ask({ id: 'a1', method: 'ping' }), { id: 'a1', status: 200, result: {}, rateLimits: [{ rateLimitType: 'REQUEST_WEIGHT' }] })
  t.match(ask({ id: 7, method: 'v3/time' }), { id: 7, result: { serverTime: desk.nowMs } })
  t.strictSame(ask({ id: null, method: 'ping', params: { returnRateLimits: false } }), { id: null, status: 200, result: {} })
  t.match(ask({ id: 1, method: 'dance' }), { id: 1, status: 400, error: { code: -1000 } })
  t.match(ask('{'), { id: null, status: 400 })
  t.match(ask('7'), { id: null, status: 400 })
})

t.test('tells the order counts of an account with each order, and the weight of its own client', async (t) => {
  const { desk, ask } = openDesk()
  const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.5', price: '99.00' }
  desk.ask('GET', '/api/v3/exchangeInfo')
  const said = ask({ id: 1, method: 'order.place', params: signed(desk, order) })
  t.match(said['rateLimits'], [
    { rateLimitType: 'ORDERS', interval: 'SECOND', count: 1 },
    { rateLimitType: 'ORDERS', interval: 'DAY', count: 1 },
    { rateLimitType: 'REQUEST_WEIGHT', count: 20 },
  ])
  desk.give({ type: 'socket.opened', socketId: 'other', path: '/ws-api/v3', query: '', address: '10.0.0.2' })
  desk.give({ type: 'socket.text', socketId: 'other', text: '{"id":1,"method":"ping"}' })
  t.strictSame(desk.venue.limiter.usage(desk.nowMs, '10.0.0.2')[0]?.['count'], 1)
})

t.test('has no book to show over a socket before there is one', async (t) => {
  const desk = new SimDesk({ lines: QUIET_MARKET.slice(0, 1), config: { autostart: true } })
  desk.advance(100_000)
  const socket = desk.open('/ws-api/v3')
  desk.say(socket, { id: 1, method: 'depth', params: { symbol: 'BTCUSDT' } })
  t.match(desk.take(socket), [{ id: 1, status: 400, error: { code: -1112 } }])
})

t.test('subscribes an account once for each socket, and ends it', async (t) => {
  const { desk, socket, ask } = openDesk()
  const subscribe = (values = {}) => ask({ id: 1, method: 'userDataStream.subscribe.signature', params: { ...signed(desk, {}), ...values } })
  t.match(subscribe(), { status: 200, result: { subscriptionId: 0 } })
  t.match(subscribe(), { status: 400, error: { code: -2035, msg: 'User Data Stream subscription already active.' } })
  t.match(subscribe({ apiKey: 'other' }), { status: 401, error: { code: -2015 } })
  t.match(subscribe({ signature: '00' }), { status: 400, error: { code: -1022 } })
  t.match(ask({ id: 2, method: 'userDataStream.unsubscribe', params: {} }), { status: 200, result: {} })
  desk.signed('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.1' })
  t.match(ask({ id: 3, method: 'userDataStream.unsubscribe', params: {} }), { status: 400, error: { code: -2036 } })
  t.equal(desk.texts(socket).length, 0)
})

t.test('places, shows and cancels orders, with numbers or texts', async (t) => {
  const { desk, ask } = openDesk()
  const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: 0.5, price: '99.00', newClientOrderId: 'c1' }
  t.match(ask({ id: 1, method: 'order.place', params: signed(desk, order) }), { status: 200, result: { orderId: 1, status: 'NEW' } })
  t.match(ask({ id: 2, method: 'order.status', params: signed(desk, { symbol: 'BTCUSDT', orderId: 1 }) }), { result: { clientOrderId: 'c1' } })
  t.match(ask({ id: 3, method: 'order.cancel', params: signed(desk, { symbol: 'BTCUSDT', orderId: 1 }) }), { result: { status: 'CANCELED' } })
  t.match(ask({ id: 4, method: 'order.cancel', params: signed(desk, { symbol: 'BTCUSDT', orderId: 1 }) }), { status: 400, error: { code: -2011 } })
})
