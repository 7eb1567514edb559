import t from 'tap'
import { createReplica } from '../../../../src/daemons/sim/market/replica.ts'

t.test('keeps diffs until the snapshot and applies those that it does not hold yet', async (t) => {
  const replica = createReplica()
  t.equal(replica.apply({ firstId: 1, lastId: 5, bids: [99, 9], asks: [] }), false)
  t.equal(replica.apply({ firstId: 6, lastId: 8, bids: [], asks: [101, 0, 102, 3] }), false)
  t.strictSame([replica.ready, replica.waitingId], [false, 1])
  replica.load({ updateId: 6, bids: [100, 1, 98, 2], asks: [101, 4] })
  t.strictSame([replica.ready, replica.updateId, replica.appliedCount, replica.gapCount], [true, 8, 1, 0])
  t.strictSame(replica.levels('buy', 5), [
    { ticks: 100, lots: 1 },
    { ticks: 98, lots: 2 },
  ])
  t.strictSame(
    [replica.best('sell'), replica.lotsAt('sell', 102), replica.lotsAt('sell', 101), replica.level('sell', 1)],
    [{ ticks: 102, lots: 3 }, 3, 0, null],
  )
})

t.test('ignores a diff that it holds, and counts one that does not follow', async (t) => {
  const replica = createReplica()
  replica.load({ updateId: 10, bids: [100, 1], asks: [101, 1] })
  t.equal(replica.apply({ firstId: 9, lastId: 10, bids: [100, 9], asks: [] }), false)
  t.equal(replica.lotsAt('buy', 100), 1)
  const before = replica.hash()
  t.equal(replica.apply({ firstId: 13, lastId: 14, bids: [100, 9], asks: [] }), true)
  t.equal(replica.gapCount, 1)
  t.not(replica.hash(), before)
})
