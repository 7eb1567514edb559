import t from 'tap'
import { ordersOf } from '../../../src/lib/cli/order-pages.ts'
import { fakePeer } from '../../kit/cli-peer.ts'
import { order } from '../../kit/orders.ts'

t.test('asks for page after page until there is none', async (t) => {
  const peer = fakePeer(({ body }) => {
    const { after } = body as { after: number }
    return { ok: true, epoch: 1, body: { orders: [{ ...order, intentId: `i${after}` }], ...(after < 4 ? { nextIndex: after + 2 } : {}) } }
  })
  const seen: string[] = []
  for await (const { intentId } of ordersOf(peer, { symbol: 'BTCUSDT', strategyId: undefined, all: true })) seen.push(intentId)
  t.same(seen, ['i0', 'i2', 'i4'])
  t.same(peer.calls[1]?.body, { symbol: 'BTCUSDT', all: true, after: 2 })
})
