import t from 'tap'
import { SERVICES } from '../../../src/lib/contracts/words.ts'
import { startOrder, stopOrder } from '../../../src/lib/supervise/order.ts'

t.test('starts a follower after what it follows', async (t) => {
  t.same(startOrder(['strat', 'md', 'exec']), ['md', 'exec', 'strat'])
  t.same(startOrder([...SERVICES].reverse()), SERVICES)
})

t.test('stops who asks before who answers, and the venue last', async (t) => {
  t.same(stopOrder(SERVICES), ['strat', 'acct', 'risk', 'exec', 'md', 'sim'])
  t.same(stopOrder(['sim', 'exec']), ['exec', 'sim'])
})

t.test('names each service once, and forgets none', async (t) => {
  for (const order of [startOrder, stopOrder]) {
    t.same([...order(SERVICES)].sort(), [...SERVICES].sort())
    t.same(order(['md', 'md']), ['md'])
    t.same(order([]), [])
  }
})
