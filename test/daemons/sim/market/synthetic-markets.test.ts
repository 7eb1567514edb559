import t from 'tap'
import { SimDesk } from '../../../kit/sim-desk.ts'

const ORDER = '/api/v3/order'
const FAR = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '50000.00', newClientOrderId: 'far' }

t.test('goes on after a restart with higher ids, near the last price, open orders in the book', async (t) => {
  const before = new SimDesk()
  before.advance(3_000_000)
  before.signed('POST', ORDER, FAR)
  before.signed('POST', ORDER, { ...FAR, type: 'MARKET', timeInForce: '', price: '', newClientOrderId: 'taken' })
  before.advance(2_000_000)
  const market = before.venue.spot.synthetic.get('BTCUSDT')
  const balances = before.signed('GET', '/api/v3/account').body.balances

  const after = new SimDesk({ recovered: before.truth, startUs: before.nowUs })
  const again = after.venue.spot.synthetic.get('BTCUSDT')
  t.ok((again?.replica.updateId ?? 0) > (market?.tape.updateId ?? 0))
  t.ok(Math.abs((again?.touchTicks('buy') ?? 0) - (market?.touchTicks('buy') ?? 0)) < 20_000)
  t.strictSame(after.signed('GET', '/api/v3/account').body.balances, balances)
  t.equal(again?.tape.engine.resting(1)?.lots, 100)
  t.match(after.signed('DELETE', ORDER, { symbol: 'BTCUSDT', origClientOrderId: 'far' }).body, { status: 'CANCELED' })
  t.equal(again?.tape.engine.resting(1), undefined)
})

t.test('notes where its markets stand once a second', async (t) => {
  const desk = new SimDesk({ config: { symbols: ['BTCUSDT', 'ETHUSDT'] } })
  desk.advance(3_500_000)
  t.equal(desk.records('clock').length, 8)
  t.match(desk.records('clock').at(-1), { symbol: 'ETHUSDT', midTicks: Number, tradeId: Number })
})

t.test('a market of none holds what clients put into it and nothing else', async (t) => {
  const desk = new SimDesk({ config: { market: 'none' } })
  desk.advance(10_000_000)
  t.match(desk.ask('GET', '/api/v3/depth', 'symbol=BTCUSDT')?.body, { bids: [], asks: [] })
  desk.signed('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '60000' })
  desk.advance(1_000_000)
  t.match(desk.ask('GET', '/api/v3/depth', 'symbol=BTCUSDT')?.body, { bids: [['60000.00000000', '0.00100000']], asks: [] })
})

t.test('a market that stood still for long tells the time of what happens, all alike', async (t) => {
  const desk = new SimDesk({ config: { market: 'none' } })
  desk.signed('POST', ORDER, FAR)
  const socket = desk.open('/stream?streams=btcusdt@depth@100ms/btcusdt@trade')
  desk.advance(59_000_000)
  const nowMs = Math.floor(desk.nowUs / 1_000)
  const taken = desk.signed('POST', ORDER, { ...FAR, side: 'SELL', newClientOrderId: 'taker' }).body
  t.equal(Number(taken.transactTime), nowMs)
  desk.advance(300_000)
  const told = desk.texts(socket).map((text) => JSON.parse(text).data)
  t.match(
    told.filter(({ e }) => e === 'trade'),
    [{ E: nowMs, T: nowMs }],
  )
  t.ok(told.filter(({ e, E }) => e === 'depthUpdate' && E >= nowMs && E <= nowMs + 100).length > 0)
  t.match(desk.signed('GET', '/api/v3/myTrades', { symbol: 'BTCUSDT' }).body, [{ time: nowMs }, { time: nowMs }])
  t.match(desk.ask('GET', '/api/v3/trades', 'symbol=BTCUSDT')?.body, [{ time: nowMs }])
})

t.test('the fill of a resting order has the time of its trade', async (t) => {
  const desk = new SimDesk()
  const order = { ...FAR, type: 'LIMIT_MAKER', timeInForce: '' }
  const bid = Number(desk.ask('GET', '/api/v3/ticker/bookTicker', 'symbol=BTCUSDT')?.body['bidPrice'])
  for (const cents of [0, 1, 2, 3]) desk.signed('POST', ORDER, { ...order, price: (bid - cents / 100).toFixed(2), newClientOrderId: `near${cents}` })
  desk.advance(20_000_000)
  const mine = desk.signed('GET', '/api/v3/myTrades', { symbol: 'BTCUSDT' }).body as unknown as { id: number; time: number }[]
  const all = desk.ask('GET', '/api/v3/trades', 'symbol=BTCUSDT&limit=1000')?.body as unknown as { id: number; time: number }[]
  t.ok(mine.length > 0)
  for (const { id, time } of mine) t.equal(all.find((each) => each.id === id)?.time, time)
})

t.test('an order whose pair fills at the restart itself does not come back', async (t) => {
  const before = new SimDesk()
  const legs = { aboveType: 'LIMIT_MAKER', abovePrice: '60500', belowType: 'STOP_LOSS', belowStopPrice: '59500' }
  before.signed('POST', '/api/v3/orderList/oco', { symbol: 'BTCUSDT', side: 'SELL', quantity: '0.5', ...legs })
  const clock = { seq: 99, tsUs: before.nowUs, type: 'clock', symbol: 'BTCUSDT', u: 1, tradeId: 1, midTicks: 6_100_000 }
  const after = new SimDesk({ recovered: [...before.truth, clock], startUs: before.nowUs })
  t.strictSame(
    after.records('fill').map(({ orderId, qty }) => [orderId, qty]),
    [['1', '0.5']],
  )
  t.match(after.signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: 2 }).body, { status: 'EXPIRED', executedQty: '0.00000000' })
})
