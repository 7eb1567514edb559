import t from 'tap'
import { isOwn, liveEntries, strategyOfTag } from '../../../src/daemons/exec/registry.ts'
import { Rig } from './rig.ts'

t.test('live orders are those whose fate is open, oldest first', async (t) => {
  const rig = new Rig().start()
  const one = rig.submit()
  const two = rig.submit({ price: '99' })
  rig.run(10_000)
  t.same(
    liveEntries(rig.state.registry).map(({ order }) => order.clientOrderId),
    [one, two],
  )
  rig.request('order.cancel', { clientOrderId: one })
  rig.run(10_000)
  t.same(
    liveEntries(rig.state.registry).map(({ order }) => order.clientOrderId),
    [two],
  )
})

t.test('a tag leads back to the strategy that uses it', async (t) => {
  const rig = new Rig().start()
  rig.submit({ strategyId: 'market-maker-one' })
  t.equal(strategyOfTag(rig.state.registry, 'market'), 'market-maker-one')
  t.equal(strategyOfTag(rig.state.registry, 'zzzzzz'), 'zzzzzz')
})

t.test('an order knows whether it began here', async (t) => {
  const rig = new Rig()
  rig.venue.rest('web_1')
  rig.start()
  const id = rig.submit()
  const own = [id, 'web_1'].map((name) => rig.state.registry.entries.get(name)).map((entry) => entry !== undefined && isOwn(entry))
  t.same(own, [true, false])
})
