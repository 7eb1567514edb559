import t from 'tap'
import { createOrderLists } from '../../../../src/daemons/sim/trading/order-lists.ts'
import { must } from '../../../../src/lib/base/assert.ts'
import { QUIET_MARKET, SimDesk } from '../../../kit/sim-desk.ts'

t.test('knows its lists by number and leaves other orders alone', async (t) => {
  const desk = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true } })
  desk.advance(100_000)
  const { lists } = desk.venue.desk
  desk.signed('POST', '/api/v3/orderList/oco', {
    ...{ symbol: 'BTCUSDT', side: 'SELL', quantity: '0.5', aboveType: 'LIMIT_MAKER', abovePrice: '103', belowType: 'STOP_LOSS', belowStopPrice: '90' },
  })
  desk.signed('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.5', price: '99' })
  desk.signed('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: 3 })
  t.match(lists.all, [{ listId: 0, contingency: 'OCO', isDone: false, working: null }])
  t.equal(createOrderLists(desk.venue.desk, () => undefined).beginDue({ nowUs: desk.nowUs as never, emit: () => undefined }), false)
})

t.test('forgets the oldest lists that ended, and gives no id twice', async (t) => {
  const desk = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true } })
  desk.advance(100_000)
  const { lists } = desk.venue.desk
  const pair = { symbol: 'BTCUSDT', side: 'SELL', quantity: '0.5', aboveType: 'LIMIT_MAKER', abovePrice: '103', belowType: 'STOP_LOSS', belowStopPrice: '90' }
  const place = (): unknown => desk.signed('POST', '/api/v3/orderList/oco', pair).body['orderListId']
  t.equal(place(), 0)
  const { market } = must(lists.byId(0), 'list')
  const ended = {
    market,
    account: 'main',
    clientListId: 'l',
    contingency: 'OCO',
    orders: [],
    working: null,
    others: [],
    takesAll: false,
    isDone: true,
    atMs: 1,
  } as const
  for (let listId = 1; listId <= 50_000; listId += 1) lists.restore({ ...ended, listId })
  t.strictSame([lists.all.length, lists.byId(0)?.isDone, lists.byId(1), lists.byId(2)?.listId], [50_000, false, undefined, 2])
  t.equal(place(), 50_001)
  t.equal(lists.all.length, 50_000)
  desk.signed('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' })
  t.strictSame([lists.byId(0)?.isDone, lists.byId(50_001)?.isDone], [true, true])
})
