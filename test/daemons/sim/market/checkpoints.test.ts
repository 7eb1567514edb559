import t from 'tap'
import { createCheckpoints } from '../../../../src/daemons/sim/market/checkpoints.ts'
import { createReplica } from '../../../../src/daemons/sim/market/replica.ts'
import { createTruthLog } from '../../../../src/daemons/sim/trading/truth.ts'
import { epochUs } from '../../../../src/lib/base/units.ts'
import { Book, topHash } from '../../../../src/lib/model/book.ts'

t.test('hashes the best levels at the first diff of each second of the event time', async (t) => {
  const records: unknown[] = []
  const turn = { nowUs: epochUs(1), emit: (out: unknown) => records.push((out as { record: { u: number; hash: string } }).record) }
  const checkpoints = createCheckpoints(createTruthLog(0))
  const replica = createReplica()
  replica.load({ updateId: 1, bids: [100, 1], asks: [101, 2] })
  for (const [id, eventMs] of [
    [2, 1_900],
    [3, 1_999],
    [4, 2_000],
    [5, 2_100],
  ] as const) {
    replica.apply({ firstId: id, lastId: id, bids: [100, id], asks: [] })
    checkpoints.note({ symbol: 'BTCUSDT', eventMs, replica }, turn)
  }
  const book = new Book()
  book.set('buy', 100, 4)
  book.set('sell', 101, 2)
  t.match(records, [{ u: 2 }, { u: 4, hash: topHash(book) }])
  t.equal(records.length, 2)
})
