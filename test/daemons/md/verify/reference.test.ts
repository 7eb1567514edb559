import t from 'tap'
import { Reference } from '../../../../src/daemons/md/verify/reference.ts'
import { epochUs } from '../../../../src/lib/base/units.ts'
import type { DepthDiff } from '../../../../src/lib/venues/market.ts'
import { btcusdt } from '../../../kit/market-texts.ts'

const diff = (firstId: number, lastId: number, bids: number[]): DepthDiff => ({
  type: 'diff',
  symbol: 'BTCUSDT',
  firstId,
  lastId,
  prevId: null,
  checksum: null,
  eventUs: epochUs(0),
  bids,
  asks: [],
})

t.test('applies the diffs that came before the snapshot and are newer, and knows the book of each id', async (t) => {
  const reference = new Reference(btcusdt)
  const reused = [100, 7]
  reference.apply(diff(1, 4, [100, 9]))
  reference.apply(diff(5, 6, reused))
  reused[1] = 1
  t.equal(reference.ready, false)
  reference.load({ lastId: 4, bids: [100, 5], asks: [101, 5] })
  t.match(reference, { ready: true, updateId: 6 })
  t.equal(reference.book.lotsOf('buy', 100), 7)
  t.not(reference.hashAt(4), reference.hashAt(6))
  t.equal(reference.hashAt(5), null)
})

t.test('counts the messages of a stream that names no ids, and keeps as many levels as the stream does', async (t) => {
  const reference = new Reference(btcusdt, { fingerprint: (book) => String(book.count('buy')), keptLevels: 2 })
  const change = { ...diff(0, 0, [99, 6]), eventUs: epochUs(8) }
  reference.follow(change)
  t.match(reference, { ready: false, updateId: 1 })
  reference.follow({ type: 'book', symbol: 'BTCUSDT', checksum: null, eventUs: epochUs(7), bids: [100, 5], asks: [101, 5] })
  reference.follow(change)
  reference.follow(diff(0, 0, [98, 6]))
  t.match(reference, { ready: true, updateId: 4 })
  t.strictSame(
    [1, 2, 3, 4].map((id) => reference.hashAt(id)),
    ['0', '1', '2', '2'],
  )
  t.equal(reference.book.lotsOf('buy', 98), 0)
})

t.test('takes no diff twice', async (t) => {
  const reference = new Reference(btcusdt)
  reference.load({ lastId: 4, bids: [100, 5], asks: [101, 5] })
  reference.apply(diff(3, 4, [100, 9]))
  t.equal(reference.book.lotsOf('buy', 100), 5)
})
