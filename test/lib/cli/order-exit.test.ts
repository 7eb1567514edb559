import t from 'tap'
import { exitOfOrder, exitOfRefusal, orderError, refusalError } from '../../../src/lib/cli/order-exit.ts'
import type { Order } from '../../../src/lib/contracts/exec.ts'
import { order } from '../../kit/orders.ts'

const exit = (over: Partial<Order>): number => exitOfOrder({ ...order, ...over })

t.test('an order that did what was wanted is 0, whoever stopped it has a code of its own', async (t) => {
  for (const status of ['WORKING', 'PARTIAL', 'FILLED', 'CANCELED', 'EXPIRED'] as const) t.equal(exit({ status }), 0, status)
  for (const status of ['NEW_LOCAL', 'SENT', 'UNKNOWN'] as const) t.equal(exit({ status }), 7, status)
  t.equal(exit({ status: 'REJECTED', reason: '-2010 no' }), 6)
  t.equal(exit({ status: 'NOT_RECEIVED' }), 75)
  t.equal(exit({ status: 'DENIED', reason: 'POSITION_MAX ORDER_RATE' }), 5)
  t.equal(exit({ status: 'DENIED', reason: 'HALTED' }), 9)
  t.equal(exit({ status: 'DENIED', reason: 'RISK_TIMEOUT' }), 75)
  t.equal(exit({ status: 'DENIED', reason: 'RATE_LIMITED retry after 5 ms' }), 75)
  t.equal(exit({ status: 'DENIED', reason: 'VALIDATION: PRICE_TICK' }), 2)
})

t.test('a refusal is the exit code of its cause', async (t) => {
  t.equal(exitOfRefusal({ code: 'UNREACHABLE', category: 'retry' }), 3)
  t.equal(exitOfRefusal({ code: 'TIMEOUT', category: 'retry' }), 7)
  t.equal(exitOfRefusal({ code: 'CONTRACT_MAJOR', category: 'fatal' }), 78)
  t.equal(exitOfRefusal({ code: 'SOMETHING', category: 'retry' }), 75)
  t.equal(exitOfRefusal({ code: 'SOMETHING', category: 'reject' }), 2)
  t.match(refusalError({ code: 'HALTED', category: 'reject', message: 'no' }), { exit: 9, code: 'HALTED', hint: undefined })
})

t.test('an unknown fate names the way to look', async (t) => {
  t.match(orderError({ ...order, status: 'UNKNOWN' }), { code: 'OUTCOME_UNKNOWN', exit: 7, hint: `trade order show ${order.clientOrderId}` })
  t.equal(orderError(order), undefined)
})
