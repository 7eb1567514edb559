import t from 'tap'
import { QUIET_MARKET, SimDesk } from '../../../kit/sim-desk.ts'

const ORDER = '/api/v3/order'
const REPLACE = '/api/v3/order/cancelReplace'
const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.50000', price: '99.00', newClientOrderId: 'c1' }

const openDesk = (ordersCount = 100): SimDesk => {
  const limits = { weightCount: 6_000, weightWindowMs: 60_000, ordersCount, ordersWindowMs: 10_000 } as never
  const desk = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true, limits } })
  desk.advance(100_000)
  return desk
}

t.test('replaces an order: both halves in one answer', async (t) => {
  const desk = openDesk()
  desk.signed('POST', ORDER, LIMIT)
  const asked = {
    ...LIMIT,
    price: '98.00',
    newClientOrderId: 'c2',
    cancelOrigClientOrderId: 'c1',
    cancelNewClientOrderId: 'x1',
    cancelReplaceMode: 'STOP_ON_FAILURE',
  }
  const { status, body } = desk.signed('POST', REPLACE, asked)
  t.equal(status, 200)
  t.match(body, {
    cancelResult: 'SUCCESS',
    newOrderResult: 'SUCCESS',
    cancelResponse: { origClientOrderId: 'c1', clientOrderId: 'x1', status: 'CANCELED' },
    newOrderResponse: { clientOrderId: 'c2', status: 'NEW' },
  })
})

t.test('stops at a failure or goes on, as it is told', async (t) => {
  const desk = openDesk()
  const asked = { ...LIMIT, cancelOrigClientOrderId: 'c9' }
  const stopped = desk.signed('POST', REPLACE, { ...asked, cancelReplaceMode: 'STOP_ON_FAILURE' })
  t.match(stopped, {
    status: 400,
    body: {
      code: -2022,
      msg: 'Order cancel-replace failed.',
      data: { cancelResult: 'FAILURE', newOrderResult: 'NOT_ATTEMPTED', cancelResponse: { code: -2011 } },
    },
  })
  t.equal(stopped.body.data?.newOrderResponse, null)
  const half = desk.signed('POST', REPLACE, { ...asked, cancelReplaceMode: 'ALLOW_FAILURE' })
  t.match(half, { status: 409, body: { code: -2021, data: { cancelResult: 'FAILURE', newOrderResult: 'SUCCESS', newOrderResponse: { status: 'NEW' } } } })
  const poor = { ...LIMIT, cancelOrigClientOrderId: 'c1', newClientOrderId: 'c3', quantity: '1100' }
  t.match(desk.signed('POST', REPLACE, { ...poor, cancelReplaceMode: 'STOP_ON_FAILURE' }), {
    status: 409,
    body: { data: { cancelResult: 'SUCCESS', newOrderResult: 'FAILURE' } },
  })
  t.match(desk.signed('POST', REPLACE, { ...poor, cancelReplaceMode: 'ALLOW_FAILURE' }), {
    status: 400,
    body: { code: -2022, data: { newOrderResult: 'FAILURE' } },
  })
  t.match(desk.signed('POST', REPLACE, { ...asked, cancelReplaceMode: 'MAYBE' }).body, { code: -1130 })
})

t.test('cancels alone when too many orders were sent and it may', async (t) => {
  const desk = openDesk(1)
  desk.signed('POST', ORDER, LIMIT)
  const asked = { ...LIMIT, newClientOrderId: 'c2', cancelOrigClientOrderId: 'c1', cancelReplaceMode: 'ALLOW_FAILURE' }
  t.match(desk.signed('POST', REPLACE, asked), { status: 429, body: { code: -1015 } })
  t.match(desk.signed('GET', ORDER, { symbol: 'BTCUSDT', origClientOrderId: 'c1' }).body, { status: 'NEW' })
  t.match(desk.signed('POST', REPLACE, { ...asked, orderRateLimitExceededMode: 'CANCEL_ONLY' }), {
    status: 409,
    body: { code: -2021, data: { cancelResult: 'SUCCESS', newOrderResponse: { code: -1015 } } },
  })
})

t.test('lowers an order where it stands, ten times at most', async (t) => {
  const desk = openDesk()
  const socket = desk.watch()
  desk.signed('POST', ORDER, LIMIT)
  const amend = (newQty: string, more = {}) => desk.signed('PUT', '/api/v3/order/amend/keepPriority', { symbol: 'BTCUSDT', orderId: 1, newQty, ...more })
  t.match(amend('0.4', { newClientOrderId: 'a1' }).body, {
    amendedOrder: { origClientOrderId: 'c1', clientOrderId: 'a1', qty: '0.40000000', preventedQty: '0.00000000' },
  })
  t.match(
    desk.take(socket).findLast(({ event }) => String(event?.e) === 'executionReport'),
    { event: { x: 'REPLACED', c: 'a1', C: 'c1', q: '0.40000000' } },
  )
  t.match(amend('0.4'), { status: 400, body: { code: -2038 } })
  for (let index = 1; index < 10; index++) t.equal(amend(`0.3${9 - index}`).status, 200)
  t.match(amend('0.1'), { status: 400, body: { code: -2038 } })
  const after = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true }, recovered: desk.truth, startUs: desk.nowUs })
  t.strictSame(after.signed('GET', '/api/v3/account').body.balances, desk.signed('GET', '/api/v3/account').body.balances)
})

t.test('has no smart order routing', async (t) => {
  t.match(openDesk().signed('POST', '/api/v3/sor/order', {}), { status: 400, body: { code: -1020 } })
})

t.test('lists the amends of an order, and a restart knows them', async (t) => {
  const desk = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true } })
  desk.advance(100_000)
  desk.signed('POST', '/api/v3/order', {
    symbol: 'BTCUSDT',
    side: 'BUY',
    type: 'LIMIT',
    timeInForce: 'GTC',
    quantity: '0.5',
    price: '99.00',
    newClientOrderId: 'c1',
  })
  for (const newQty of ['0.4', '0.3']) desk.signed('PUT', '/api/v3/order/amend/keepPriority', { symbol: 'BTCUSDT', orderId: 1, newQty })
  const list = (one: SimDesk, fields = {}) => one.signed('GET', '/api/v3/order/amendments', { symbol: 'BTCUSDT', orderId: 1, ...fields }).body
  const [first, second] = Object.values(list(desk))
  t.match(first, { symbol: 'BTCUSDT', orderId: 1, origClientOrderId: 'c1', origQty: '0.50000000', newQty: '0.40000000', time: desk.nowMs })
  t.match(second, { origClientOrderId: String(first?.['newClientOrderId']), origQty: '0.40000000', newQty: '0.30000000' })
  t.strictSame(Object.values(list(desk, { fromExecutionId: Number(second?.['executionId']) })), [second])
  const again = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true }, recovered: desk.truth })
  again.advance(100_000)
  t.strictSame(list(again), list(desk))
  t.match(desk.signed('GET', '/api/v3/order/amendments', { symbol: 'BTCUSDT', orderId: 9 }), { status: 400, body: { code: -2013 } })
})
