import t from 'tap'
import { type Json, QUIET_MARKET, recordedTrade, SimDesk } from '../../../kit/sim-desk.ts'

const LINES = [
  ...QUIET_MARKET,
  recordedTrade(30, ['100.00', '1'], true),
  recordedTrade(2_000, ['102.00', '0.1'], false),
  recordedTrade(4_000, ['97.90', '0.1'], true),
  recordedTrade(60_000, ['97.90', '0.1'], true),
]
const OCO = { symbol: 'BTCUSDT', side: 'SELL', quantity: '0.5', listClientOrderId: 'l1', aboveType: 'LIMIT_MAKER', belowType: 'STOP_LOSS' }
const ABOVE = { abovePrice: '103.00', aboveClientOrderId: 'up', belowStopPrice: '98.00', belowClientOrderId: 'down' }

const openDesk = (): SimDesk => {
  const desk = new SimDesk({ lines: LINES, config: { autostart: true } })
  desk.advance(100_000)
  return desk
}
const post = (desk: SimDesk, kind: string, values: Readonly<Record<string, string>>) => desk.signed('POST', `/api/v3/orderList/${kind}`, values)
const order = (desk: SimDesk, id: string): Json => desk.signed('GET', '/api/v3/order', { symbol: 'BTCUSDT', origClientOrderId: id }).body
const btc = (desk: SimDesk): unknown =>
  Object.values(desk.signed('GET', '/api/v3/account').body.balances ?? {})
    .filter(({ asset }) => String(asset) === 'BTC')
    .map(({ free, locked }) => [free, locked])[0]
const events = (desk: SimDesk, socket: string): unknown[] =>
  desk
    .take(socket)
    .map(({ event }) => event)
    .filter((event) => ['executionReport', 'listStatus'].includes(String(event?.e)))
    .map((event) => (String(event?.e) === 'listStatus' ? [event?.l, event?.L] : [event?.c, event?.x, event?.X]))

t.test('a pair locks once, and its stop ends the other one', async (t) => {
  const desk = openDesk()
  const socket = desk.watch()
  desk.take(socket)
  const { status, body } = post(desk, 'oco', { ...OCO, ...ABOVE })
  t.equal(status, 200)
  t.match(body, {
    orderListId: 0,
    contingencyType: 'OCO',
    listStatusType: 'EXEC_STARTED',
    listOrderStatus: 'EXECUTING',
    orders: [{ clientOrderId: 'up' }, { clientOrderId: 'down' }],
  })
  t.strictSame(btc(desk), ['1.50000000', '0.50000000'])
  desk.advance(5_000_000)
  t.match(order(desk, 'up'), { status: 'EXPIRED', expiryReason: 'OCO_TRIGGER', orderListId: 0 })
  t.match(order(desk, 'down'), { status: 'FILLED' })
  t.strictSame(events(desk, socket), [
    ['up', 'NEW', 'NEW'],
    ['down', 'NEW', 'NEW'],
    ['EXEC_STARTED', 'EXECUTING'],
    ['up', 'EXPIRED', 'EXPIRED'],
    ['down', 'NEW', 'NEW'],
    ['down', 'TRADE', 'FILLED'],
    ['ALL_DONE', 'ALL_DONE'],
  ])
  t.strictSame(btc(desk), ['1.50000000', '0.00000000'])
})

t.test('a fill of the limit ends the stop, and either cancel ends both', async (t) => {
  const desk = openDesk()
  post(desk, 'oco', { ...OCO, ...ABOVE, abovePrice: '101.50' })
  desk.advance(3_000_000)
  t.match([order(desk, 'up').status, order(desk, 'down').status], ['FILLED', 'EXPIRED'])
  const other = openDesk()
  post(other, 'oco', { ...OCO, ...ABOVE })
  other.signed('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', origClientOrderId: 'up' })
  t.match([order(other, 'up').status, order(other, 'down').status], ['CANCELED', 'CANCELED'])
  t.strictSame(btc(other), ['2.00000000', '0.00000000'])
  t.match(other.signed('DELETE', '/api/v3/orderList', { symbol: 'BTCUSDT', orderListId: 0 }).body, { code: -2011 })
})

t.test('refuses legs that stand on the wrong side', async (t) => {
  const desk = openDesk()
  const said = (values: Readonly<Record<string, string>>): unknown => post(desk, 'oco', { ...OCO, ...ABOVE, ...values }).body.code
  t.equal(said({ aboveType: 'STOP_LOSS', aboveStopPrice: '103', abovePrice: '' }), -1197)
  t.equal(said({ belowType: 'TAKE_PROFIT' }), -1199)
  t.equal(said({ belowType: 'LIMIT_MAKER', belowPrice: '98', belowStopPrice: '' }), -1168)
  t.equal(said({ aboveType: 'LIMIT', aboveTimeInForce: 'GTC' }), -1158)
  t.equal(said({ belowStopPrice: '104' }), -2010)
})

t.test('what follows begins when the first order is filled', async (t) => {
  const desk = openDesk()
  const working = {
    workingType: 'LIMIT',
    workingSide: 'BUY',
    workingTimeInForce: 'GTC',
    workingQuantity: '0.5',
    workingPrice: '98.00',
    workingClientOrderId: 'w',
  }
  const pair = {
    pendingSide: 'SELL',
    pendingAboveType: 'LIMIT_MAKER',
    pendingAbovePrice: '110',
    pendingAboveClientOrderId: 'pu',
    pendingBelowType: 'STOP_LOSS',
    pendingBelowStopPrice: '90',
    pendingBelowClientOrderId: 'pd',
  }
  t.match(post(desk, 'otoco', { symbol: 'BTCUSDT', ...working, ...pair, pendingQuantity: '0.5' }).body, {
    contingencyType: 'OTO',
    orders: [{ clientOrderId: 'w' }, {}, {}],
  })
  t.match([order(desk, 'pu').status, order(desk, 'pd').status], ['PENDING_NEW', 'PENDING_NEW'])
  const restarted = new SimDesk({ lines: LINES, config: { autostart: true }, recovered: desk.truth, startUs: desk.nowUs })
  for (const venue of [desk, restarted]) {
    venue.advance(5_000_000)
    t.match([order(venue, 'w').status, order(venue, 'pu').status, order(venue, 'pd').status], ['FILLED', 'NEW', 'NEW'])
    t.strictSame(btc(venue), ['1.99950000', '0.50000000'])
  }
  t.match(desk.signed('GET', '/api/v3/openOrderList').body, [{ orderListId: 0, listOrderStatus: 'EXECUTING' }])
  t.match(desk.signed('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' }).body, [
    {
      orderReports: [
        { clientOrderId: 'w', origClientOrderId: undefined },
        { clientOrderId: 'cancelList0', origClientOrderId: 'pu', status: 'CANCELED' },
        { clientOrderId: 'cancelList0', origClientOrderId: 'pd', status: 'CANCELED' },
      ],
    },
  ])
  t.match(desk.signed('GET', '/api/v3/orderList', { orderListId: 0 }).body, { listOrderStatus: 'ALL_DONE' })
  t.match(desk.signed('GET', '/api/v3/allOrderList').body, [{ orderListId: 0 }])
})

t.test('what follows ends with its first order, and may take all that it brought', async (t) => {
  const desk = openDesk()
  const working = {
    workingType: 'LIMIT',
    workingSide: 'BUY',
    workingTimeInForce: 'GTC',
    workingQuantity: '0.5',
    workingPrice: '98.00',
    workingClientOrderId: 'w',
  }
  const pending = { pendingType: 'LIMIT', pendingSide: 'SELL', pendingTimeInForce: 'GTC', pendingPrice: '110', pendingClientOrderId: 'p' }
  post(desk, 'oto', { symbol: 'BTCUSDT', ...working, ...pending, pendingQuantity: '0.5' })
  desk.signed('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', origClientOrderId: 'w' })
  t.match([order(desk, 'w').status, order(desk, 'p').status], ['CANCELED', 'CANCELED'])
  post(desk, 'opo', { symbol: 'BTCUSDT', ...working, ...pending })
  desk.advance(5_000_000)
  t.match(order(desk, 'p'), { status: 'NEW', origQty: '0.50000000' })
})

t.test('the id of a cancel reaches every order of the list, and the list ends once', async (t) => {
  const desk = openDesk()
  post(desk, 'oco', { ...OCO, ...ABOVE })
  const socket = desk.watch()
  desk.take(socket)
  desk.signed('DELETE', '/api/v3/orderList', { symbol: 'BTCUSDT', orderListId: 0, newClientOrderId: 'end' })
  const said = desk.take(socket).map(({ event }) => event)
  t.strictSame(
    said.filter((event) => String(event?.e) === 'executionReport').map((event) => [event?.c, event?.C, event?.X]),
    [
      ['end', 'up', 'CANCELED'],
      ['end', 'down', 'CANCELED'],
    ],
  )
  t.match(
    said.filter((event) => String(event?.e) === 'listStatus'),
    [{ l: 'ALL_DONE' }],
  )
  t.strictSame(btc(desk), ['2.00000000', '0.00000000'])
})
