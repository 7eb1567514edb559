import t from 'tap'
import { type Json, QUIET_MARKET, SimDesk } from '../../../kit/sim-desk.ts'

const desk = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true } })
desk.advance(100_000)
const buy = (id: string, quantity: string): Json =>
  desk.signed('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity, newClientOrderId: id }).body

t.test('shows an account word for word', async (t) => {
  t.equal(
    JSON.stringify(desk.signed('GET', '/api/v3/account').body),
    '{"makerCommission":10,"takerCommission":10,"buyerCommission":0,"sellerCommission":0,"commissionRates":{"maker":"0.00100000","taker":"0.00100000","buyer":"0.00000000","seller":"0.00000000"},"canTrade":true,"canWithdraw":false,"canDeposit":false,"brokered":false,"requireSelfTradePrevention":false,"preventSor":false,"updateTime":0,"accountType":"SPOT","balances":[{"asset":"USDT","free":"100000.00000000","locked":"0.00000000"},{"asset":"BTC","free":"2.00000000","locked":"0.00000000"}],"permissions":["SPOT"],"uid":1}',
  )
})

t.test('lists own trades from an id, of an order, and the newest ones', async (t) => {
  buy('a', '1.5')
  buy('b', '0.5')
  const ids = (values: Readonly<Record<string, string | number>>): unknown[] =>
    Object.values(desk.signed('GET', '/api/v3/myTrades', { symbol: 'BTCUSDT', ...values }).body).map(({ id }) => id)
  t.strictSame(ids({}), [1, 2, 3])
  t.strictSame(ids({ fromId: 2 }), [2, 3])
  t.strictSame(ids({ fromId: 1, limit: 1 }), [1])
  t.strictSame(ids({ limit: 1 }), [3])
  t.strictSame(ids({ orderId: 1 }), [1, 2])
  t.strictSame(ids({ startTime: desk.nowMs + 1 }), [])
  const [first] = Object.values(desk.signed('GET', '/api/v3/myTrades', { symbol: 'BTCUSDT', limit: 3 }).body)
  const { time, ...rest } = first ?? {}
  t.ok(Number(time) > 0)
  t.strictSame(rest, {
    symbol: 'BTCUSDT',
    id: 1,
    orderId: 1,
    orderListId: -1,
    price: '100.01000000',
    qty: '1.00000000',
    quoteQty: '100.01000000',
    commission: '0.00100000',
    commissionAsset: 'BTC',
    isBuyer: true,
    isMaker: false,
    isBestMatch: true,
  })
})
