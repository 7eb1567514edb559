import { Readable } from 'node:stream'
import t from 'tap'
import { cancelIds, readIds } from '../../../src/lib/cli/order-canceling.ts'
import { fakePeer } from '../../kit/cli-peer.ts'
import { order } from '../../kit/orders.ts'

/** Orders by the first letter of their id: c goes when canceled, e has ended, w never goes, others do not exist. */
const exec = () => {
  const gone = new Set<string>()
  return fakePeer(({ method, body }) => {
    const { clientOrderId } = body as { clientOrderId: string }
    if (!/^[cew]/.test(clientOrderId)) return { ok: false, error: { code: 'UNKNOWN_ORDER', category: 'reject', message: 'none' } }
    if (method === 'order.cancel') {
      if (clientOrderId.startsWith('e')) return { ok: false, error: { code: 'ALREADY_CLOSED', category: 'reject', message: 'ended' } }
      gone.add(clientOrderId)
      return { ok: true, epoch: 1, body: { clientOrderIds: [clientOrderId] } }
    }
    const isGone = clientOrderId.startsWith('e') || (clientOrderId.startsWith('c') && gone.has(clientOrderId))
    return { ok: true, epoch: 1, body: { orders: [{ ...order, clientOrderId, status: isGone ? 'CANCELED' : 'WORKING' }] } }
  })
}

t.test('each id is told as it went, in order', async (t) => {
  const told: string[] = []
  const canceled = await cancelIds(exec(), ['c1', 'e1', 'w1', 'x1', 'c2'], { forMs: 60, tell: ({ id }) => told.push(id) })
  t.same(told, ['c1', 'e1', 'w1', 'x1', 'c2'])
  t.same(
    canceled.map(({ exit }) => exit),
    [0, 0, 7, 2, 0],
  )
})

t.test('ids are lines or the ids of records', async (t) => {
  t.same(await readIds(Readable.from(['a\n\n{"id":"b"}\n{"clientOrderId":"c","id":"x"}\n'])), ['a', 'b', 'c'])
  await t.rejects(readIds(Readable.from(['{"v":1}\n'])), { code: 'INPUT_DAMAGED', exit: 65 })
})
