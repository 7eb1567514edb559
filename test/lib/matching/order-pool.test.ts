import t from 'tap'
import { prng } from '../../../src/lib/base/prng.ts'
import { orderPool } from '../../../src/lib/matching/order-pool.ts'

t.test('draws each member alike and forgets removed ones', async (t) => {
  const pool = orderPool()
  for (let id = 1; id <= 4; id++) pool.add(id)
  t.equal(pool.remove(2), true)
  t.equal(pool.remove(2), false)
  const random = prng(1)
  const drawn = new Map<number, number>()
  for (let count = 0; count < 3_000; count++) {
    const id = pool.pick(random)
    drawn.set(id, (drawn.get(id) ?? 0) + 1)
  }
  t.strictSame([...drawn.keys()].sort(), [1, 3, 4])
  for (const count of drawn.values()) t.ok(Math.abs(count - 1_000) < 150)
})

t.test('draws 0 from an empty pool', async (t) => {
  t.equal(orderPool().pick(prng(1)), 0)
})
