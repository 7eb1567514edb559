import t from 'tap'
import { Rig } from './rig.ts'

const working = (): { rig: Rig; id: string } => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(10_000)
  return { rig, id }
}

t.test('a report that says nothing new is dropped and counted', async (t) => {
  const { rig, id } = working()
  const before = rig.state.registry.events.length
  rig.text(rig.venue.report(id))
  rig.text(rig.venue.report(id))
  rig.run(5_000)
  t.equal(rig.state.registry.events.length, before)
  t.ok(rig.state.duplicatesCount >= 2)
})

t.test('a terminal report is not undone by an older one', async (t) => {
  const { rig, id } = working()
  rig.text(rig.venue.report(id, { X: 'CANCELED', T: 1_900_000_000_000 }))
  rig.text(rig.venue.report(id, { X: 'NEW', T: 1_800_000_000_001 }))
  rig.run(5_000)
  t.equal(rig.order(id).status, 'CANCELED')
})

t.test('more filled than is known makes exec ask for the fills', async (t) => {
  const { rig, id } = working()
  rig.venue.fill(id, '0.3', '0.3')
  rig.text(rig.venue.report(id, { X: 'PARTIALLY_FILLED', T: 1_900_000_000_000 }))
  rig.run(1_000_000)
  t.match(rig.order(id), { status: 'PARTIAL', filledQty: '0.3' })
})

t.test('a self-trade prevention ends the order with its reason', async (t) => {
  const { rig, id } = working()
  rig.text(rig.venue.report(id, { x: 'TRADE_PREVENTION', X: 'EXPIRED_IN_MATCH', T: 1_900_000_000_000 }))
  rig.run(5_000)
  t.match(rig.order(id), { status: 'EXPIRED', reason: 'STP' })
})

t.test('a fill whose order nobody knows makes one', async (t) => {
  const { rig } = working()
  rig.venue.rest('web_9', { qty: '2', side: 'SELL' })
  rig.venue.fill('web_9', '2', '2')
  rig.venue.orders.delete('web_9')
  const next = rig.restart(2)
  const [event] = next.events('order.filled')
  t.match(event?.body, { fill: { strategyId: 'EXTERNAL', qty: '2', side: 'sell' } })
})

t.test('a filled order of somebody else is found by its trade', async (t) => {
  const { rig } = working()
  rig.venue.rest('web_9', { qty: '2', side: 'SELL' })
  rig.venue.fill('web_9', '2', '2')
  const next = rig.restart(2)
  t.match(next.order('web_9'), { status: 'FILLED', strategyId: 'EXTERNAL', filledQty: '2', settled: true })
})

t.test('a foreign conditional order is taken in with its terms', async (t) => {
  const rig = new Rig().start()
  rig.venue.rest('web_1', { type: 'STOP_LOSS_LIMIT', price: '88' })
  rig.text(rig.venue.report('web_1', { P: '90.00000000', d: 25, F: '0.50000000', Q: '0.00000000', V: 'EXPIRE_BOTH' }))
  rig.run(5_000)
  const terms = { type: 'stopLimit', price: '88', stopPrice: '90', trailingDeltaBps: 25, icebergQty: '0.5', selfTradePrevention: 'expireBoth' }
  t.match(rig.order('web_1'), { ...terms, strategyId: 'EXTERNAL', status: 'WORKING' })
  t.notOk('quoteQty' in rig.order('web_1'))
  t.match(rig.restart(2).order('web_1'), terms)
})
