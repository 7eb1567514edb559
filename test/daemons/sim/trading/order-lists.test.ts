import t from 'tap'
import { createOrderLists } from '../../../../src/daemons/sim/trading/order-lists.ts'
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
