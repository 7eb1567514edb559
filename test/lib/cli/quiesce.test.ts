import t from 'tap'
import { quiesce } from '../../../src/lib/cli/quiesce.ts'
import type { BusAnswer } from '../../../src/lib/ports/bus.ts'
import { fakePeer } from '../../kit/cli-peer.ts'

const body = (value: unknown): BusAnswer => ({ ok: true, epoch: 1, body: value })

t.test('cancels all, waits until no order lives and the books hold every event', async (t) => {
  let live = 2
  let booked = 7
  const peer = fakePeer(({ method }) => {
    if (method === 'order.status') return body({ orders: Array.from({ length: live-- }, () => ({ status: 'WORKING' })) })
    if (method === 'events.since') return body({ epoch: 1, events: [], lastSeq: 9, more: true })
    return body(method === 'acct.state' ? { execSeq: booked++ } : { clientOrderIds: [] })
  })
  await quiesce(peer)
  t.strictSame(
    peer.calls.map(({ service, method }) => `${service} ${method}`),
    [
      'exec order.cancel',
      ...['exec order.status', 'exec order.status', 'exec order.status'],
      'exec events.since',
      ...['acct acct.state', 'acct acct.state', 'acct acct.state'],
    ],
  )
  t.strictSame(peer.calls[0]?.body, { all: true })
})
