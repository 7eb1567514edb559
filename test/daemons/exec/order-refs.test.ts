import t from 'tap'
import { readSearch, refOf, search } from '../../../src/daemons/exec/order-refs.ts'
import type { Turn } from '../../../src/daemons/exec/turn.ts'
import { binanceOrders } from '../../../src/lib/venues/binance/orders.ts'
import { ok } from './paper-venue.ts'
import { Rig } from './rig.ts'

const deaf = { ...binanceOrders, traits: { ...binanceOrders.traits, findsByClientId: false } }
const at = { serverMs: 5, recvWindowMs: 2_000 }

const setUp = () => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(100_000)
  const turn: Turn = { ...rig.turn(), venue: deaf }
  return { rig, id, turn, order: rig.order(id) }
}

t.test('an order is named by our id where the venue finds it, else by the id of the venue once that is known', async (t) => {
  const { rig, id, turn, order } = setUp()
  t.strictSame(refOf(rig.turn(), order), { symbol: 'BTCUSDT', clientOrderId: id })
  t.strictSame(refOf(turn, order), { symbol: 'BTCUSDT', venueOrderId: order.venueOrderId })
  t.equal(refOf(turn, { ...order, venueOrderId: null }), null)
})

t.test('an order without a name is looked for among the open ones', async (t) => {
  const { rig, id, turn, order } = setUp()
  t.match(search(turn, order)(at), { path: '/api/v3/order' })
  t.match(search(turn, { ...order, venueOrderId: null })(at), { path: '/api/v3/openOrders' })
  const view = rig.venue.view(rig.venue.orders.get(id) ?? rig.venue.rest(id))
  t.match(readSearch(turn, id, ok([view])), { kind: 'found', value: { clientOrderId: id } })
  t.match(readSearch(turn, 'another', ok([view])), { kind: 'unknownOrder' })
  t.match(readSearch(turn, id, ok(view)), { kind: 'found', value: { clientOrderId: id } }, 'the answer to a question by the id of the venue')
})
