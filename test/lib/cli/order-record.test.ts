import t from 'tap'
import { orderLine, orderRecord, placedRecord } from '../../../src/lib/cli/order-record.ts'
import { order } from '../../kit/orders.ts'

t.test('a record names its order by id, and the type of the order beside its own', async (t) => {
  t.match(orderRecord(order), { v: 1, type: 'order', ts: 1_800_000_000_001, id: order.clientOrderId, orderType: 'limit', status: 'WORKING' })
})

t.test('a line says what is wanted and how far it is', async (t) => {
  t.match(orderLine({ ...order, pending: 'cancel' }), /WORKING \(cancel pending\) +buy 1 BTCUSDT limit 100 gtc {2}filled 0\n$/)
  t.match(orderLine({ ...order, status: 'DENIED', reason: 'HALTED' }), /HALTED\n$/)
})

t.test('an intent that became no order is told with its refusal', async (t) => {
  const error = { code: 'NOT_READY', category: 'retry', message: 'no' } as const
  t.same(placedRecord({ order: null, error, exit: 75 }, 'i1'), { v: 1, type: 'order.refused', intentId: 'i1', error })
  t.match(placedRecord({ order, error, exit: 2 }, 'i1'), { type: 'order', error })
})
