import t from 'tap'
import { isExposed, isLive, type OrderStatus, signOf } from '../../../src/lib/model/order.ts'

const working: readonly OrderStatus[] = ['SENT', 'UNKNOWN', 'WORKING', 'PARTIAL']
const terminal: readonly OrderStatus[] = ['FILLED', 'CANCELED', 'EXPIRED', 'REJECTED', 'DENIED', 'NOT_RECEIVED']

t.test('lives until its fate is final', async (t) => {
  for (const status of ['NEW_LOCAL' as const, ...working]) t.ok(isLive(status), status)
  for (const status of terminal) t.notOk(isLive(status), status)
})

t.test('exposes the position from the sending on, also while its fate is unknown', async (t) => {
  for (const status of working) t.ok(isExposed(status), status)
  for (const status of ['NEW_LOCAL' as const, ...terminal]) t.notOk(isExposed(status), status)
})

t.test('adds what is bought and takes away what is sold', async (t) => {
  t.same([signOf('buy'), signOf('sell')], [1, -1])
})
