import t from 'tap'
import { open, refParams, signed, tradesParams, weight } from '../../../../src/lib/venues/binance/calls.ts'

t.test('a signed call ends with its window and time, an open one has neither', async (t) => {
  const call = { method: 'GET', path: '/p', params: [['a', 1]], cost: weight(3) } as const
  t.strictSame(signed(call, { serverMs: 9, recvWindowMs: 5 }), {
    ...call,
    security: 'signed',
    params: [
      ['a', 1],
      ['recvWindow', 5],
      ['timestamp', 9],
    ],
  })
  t.strictSame(open({ path: '/p', params: [], cost: weight(0) }), { method: 'GET', path: '/p', params: [], security: 'none', cost: { weight: 0, orders: 0 } })
})

t.test('orders and pages of trades are named', async (t) => {
  t.strictSame(refParams({ symbol: 'A', venueOrderId: '4' }), [
    ['symbol', 'A'],
    ['orderId', '4'],
  ])
  t.strictSame(tradesParams({ symbol: 'A', limitCount: 3, fromTradeId: 0 }), [
    ['symbol', 'A'],
    ['fromId', 0],
    ['limit', 3],
  ])
})
