import t from 'tap'
import { createOldBooks } from '../../../../src/daemons/sim/faults/old-books.ts'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { createReplica } from '../../../../src/daemons/sim/market/replica.ts'

t.test('shows the levels that a book had when it was kept, under an id far behind', async (t) => {
  let due = 0
  const old = createOldBooks(() => due-- > 0)
  const book = { instrument: knownInstrument('BTCUSDT'), replica: createReplica() }
  book.replica.load({ updateId: 5_000_000, bids: [100, 1], asks: [101, 2] })
  old.keep([book])
  book.replica.apply({ firstId: 5_000_001, lastId: 5_000_002, bids: [100, 0, 99, 7], asks: [] })
  t.equal(old.shown(book), book)
  due = 1
  const shown = old.shown(book).replica
  t.match([shown.updateId, shown.levels('buy', 9), shown.levels('sell', 9)], [4_000_000, [{ ticks: 100, lots: 1 }], [{ ticks: 101, lots: 2 }]])
  t.equal(old.shown(book), book)
})

t.test('keeps a book at its first stale snapshot when there was none before', async (t) => {
  const old = createOldBooks(() => true)
  const book = { instrument: knownInstrument('BTCUSDT'), replica: createReplica() }
  old.keep([book])
  book.replica.load({ updateId: 7, bids: [100, 1], asks: [] })
  t.equal(old.shown(book).replica.updateId, 1)
  book.replica.apply({ firstId: 8, lastId: 8, bids: [100, 3], asks: [] })
  t.strictSame(old.shown(book).replica.levels('buy', 1), [{ ticks: 100, lots: 1 }])
})
