import t from 'tap'
import { QUIET_MARKET, recordedTrade, SimDesk } from '../../../kit/sim-desk.ts'

const ORDER = '/api/v3/order'
const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.5', price: '99.00', newClientOrderId: 'c1' }
const LINES = [
  ...QUIET_MARKET,
  recordedTrade(2_000, ['100.00', '9'], false),
  recordedTrade(5_000, ['98.00', '1'], true),
  recordedTrade(9_000, ['98.50', '1'], true),
  recordedTrade(60_000, ['98.50', '1'], true),
]

const accountText = (desk: SimDesk): string => JSON.stringify(desk.signed('GET', '/api/v3/account').body.balances)

t.test('goes on from the truth log: balances, orders, ids and the place in the recording', async (t) => {
  const before = new SimDesk({ lines: LINES, config: { autostart: true } })
  before.advance(100_000)
  before.signed('POST', ORDER, LIMIT)
  before.signed('POST', ORDER, { ...LIMIT, price: '97.00', newClientOrderId: 'c2' })
  before.signed('POST', ORDER, { ...LIMIT, type: 'MARKET', timeInForce: '', price: '', newClientOrderId: 'c3' })
  before.signed('POST', ORDER, { ...LIMIT, price: '96.00', newClientOrderId: 'c4' })
  before.signed('DELETE', ORDER, { symbol: 'BTCUSDT', origClientOrderId: 'c4' })
  before.advance(3_000_000)
  const balances = accountText(before)

  const after = new SimDesk({ lines: LINES, config: { autostart: true }, recovered: before.truth, startUs: before.nowUs })
  t.equal(accountText(after), balances)
  t.strictSame(
    Object.values(after.signed('GET', '/api/v3/openOrders').body).map(({ clientOrderId }) => clientOrderId),
    ['c1', 'c2'],
  )
  t.match(after.signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: 3 }).body, { status: 'FILLED', executedQty: '0.50000000' })
  t.match(after.signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: 4 }).body, { status: 'CANCELED' })
  t.equal(Object.keys(after.signed('GET', '/api/v3/myTrades', { symbol: 'BTCUSDT' }).body).length, 1)
  t.equal(after.venue.playback?.playedCount, 4)

  after.advance(4_000_000)
  t.match(after.records('fill'), [{ orderId: '1', tradeId: '2', qty: '0.5', liquidity: 'maker' }])
  t.equal(after.signed('POST', ORDER, { ...LIMIT, newClientOrderId: 'c5' }).body.orderId, 5)
  t.equal(after.truth[0]?.seq, (before.truth.at(-1)?.seq ?? 0) + 1)
})

t.test('starts afresh from an empty log, opening balances first', async (t) => {
  const desk = new SimDesk({ lines: LINES })
  t.match(desk.truth[0], {
    seq: 1,
    type: 'account',
    balances: [
      { asset: 'USDT', free: '100000', locked: '0' },
      { asset: 'BTC', free: '2', locked: '0' },
    ],
  })
})

t.test('keeps a finished list of orders finished, and an open one open', async (t) => {
  const pair = { symbol: 'BTCUSDT', side: 'SELL', quantity: '0.5', aboveType: 'LIMIT_MAKER', abovePrice: '103', belowType: 'STOP_LOSS', belowStopPrice: '90' }
  const before = new SimDesk({ lines: LINES, config: { autostart: true } })
  before.advance(100_000)
  for (const id of ['l1', 'l2']) before.signed('POST', '/api/v3/orderList/oco', { ...pair, listClientOrderId: id })
  before.signed('DELETE', '/api/v3/orderList', { symbol: 'BTCUSDT', listClientOrderId: 'l1' })
  const after = new SimDesk({ lines: LINES, config: { autostart: true }, recovered: before.truth, startUs: before.nowUs })
  const open = Object.values(after.signed('GET', '/api/v3/openOrderList').body)
  t.strictSame(open, Object.values(before.signed('GET', '/api/v3/openOrderList').body))
  t.match(open, [{ listClientOrderId: 'l2', listStatusType: 'EXEC_STARTED' }])
  t.match(after.signed('DELETE', '/api/v3/orderList', { symbol: 'BTCUSDT', listClientOrderId: 'l1' }).body, { code: -2011 })
})

t.test('gives a prevented match an id of its own after a restart', async (t) => {
  const config = { market: 'none' } as const
  const prevent = (desk: SimDesk): unknown[] => {
    const order = { symbol: 'BTCUSDT', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.5', price: '99', selfTradePreventionMode: 'EXPIRE_TAKER' }
    const { orderId } = desk.signed('POST', ORDER, { ...order, side: 'SELL' }).body
    desk.signed('POST', ORDER, { ...order, side: 'BUY' })
    desk.signed('DELETE', ORDER, { symbol: 'BTCUSDT', orderId: String(orderId) })
    return desk.records('prevented').map(({ matchId }) => matchId)
  }
  const before = new SimDesk({ config })
  prevent(before)
  t.strictSame(prevent(before), [0, 1])
  t.strictSame(prevent(new SimDesk({ config, recovered: before.truth, startUs: before.nowUs })), [2])
})
