import t from 'tap'
import { placeOrder } from '../../../src/lib/cli/order-placing.ts'
import type { Order, SubmitRequest } from '../../../src/lib/contracts/exec.ts'
import type { BusAnswer } from '../../../src/lib/ports/bus.ts'
import { fakePeer, unreachable } from '../../kit/cli-peer.ts'
import { order } from '../../kit/orders.ts'

const { intentId, strategyId, symbol, side, tif, qty, postOnly, reduceOnly } = order
const wanted: SubmitRequest = { intentId, strategyId, symbol, side, type: 'limit', tif, qty, price: '100', postOnly, reduceOnly }
const ok = (body: object): BusAnswer => ({ ok: true, epoch: 1, body })
const refused = (code: string, category: 'retry' | 'reject'): BusAnswer => ({ ok: false, error: { code, category, message: 'no' } })

/** An exec whose order goes through `statuses`, one a question; submissions get `answers` first. */
const exec = (statuses: Order['status'][], answers: BusAnswer[] = []) =>
  fakePeer(({ method }) => {
    if (method === 'order.submit') return answers.shift() ?? ok({ clientOrderId: order.clientOrderId })
    const status = statuses.length > 1 ? statuses.shift() : statuses[0]
    return status === undefined ? refused('UNKNOWN_ORDER', 'reject') : ok({ orders: [{ ...order, status }] })
  })

const submitsOf = ({ calls }: ReturnType<typeof exec>) => calls.filter(({ method }) => method === 'order.submit')

t.test('waits for the answer of the venue, or for the end', async (t) => {
  t.match(await placeOrder(exec(['NEW_LOCAL', 'SENT', 'WORKING', 'FILLED']), wanted, { wait: 'ack', forMs: 5_000 }), { order: { status: 'WORKING' }, exit: 0 })
  t.match(await placeOrder(exec(['SENT', 'UNKNOWN', 'WORKING', 'FILLED']), wanted, { wait: 'final', forMs: 5_000 }), { order: { status: 'FILLED' }, exit: 0 })
})

t.test('an intent whose answer is lost is handed over again, the same one', async (t) => {
  const peer = exec(['WORKING'], [refused('TIMEOUT', 'retry'), unreachable])
  t.match(await placeOrder(peer, wanted, { wait: 'ack', forMs: 5_000 }), { exit: 0 })
  t.same(
    submitsOf(peer).map(({ body }) => body),
    [wanted, wanted, wanted],
  )
})

t.test('time over: an unknown fate is 7, an order that still works is 75, an exec that is not there 3', async (t) => {
  t.match(await placeOrder(exec(['UNKNOWN']), wanted, { wait: 'ack', forMs: 30 }), { order: { status: 'UNKNOWN' }, exit: 7 })
  t.match(await placeOrder(exec(['WORKING']), wanted, { wait: 'final', forMs: 30 }), { exit: 75 })
  t.match(await placeOrder(exec([]), wanted, { wait: 'ack', forMs: 30 }), { order: null, exit: 7 })
  t.match(await placeOrder(exec([], Array(99).fill(unreachable)), wanted, { wait: 'ack', forMs: 30 }), { order: null, exit: 3 })
})

t.test('a refusal is final, and an order that was born denied is shown', async (t) => {
  const peer = exec(['DENIED'], [refused('VALIDATION', 'reject')])
  t.match(await placeOrder(peer, wanted, { wait: 'ack', forMs: 5_000 }), { order: { status: 'DENIED' }, error: { code: 'VALIDATION' }, exit: 2 })
  t.equal(submitsOf(peer).length, 1)
  t.match(await placeOrder(exec([], [refused('NOT_READY', 'retry')]), wanted, { wait: 'ack', forMs: 5_000 }), { order: null, exit: 75 })
})
