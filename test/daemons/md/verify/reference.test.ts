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

t.test('takes no diff twice', async (t) => {
  const reference = new Reference(btcusdt)
  reference.load({ lastId: 4, bids: [100, 5], asks: [101, 5] })
  reference.apply(diff(3, 4, [100, 9]))
  t.equal(reference.book.lotsOf('buy', 100), 5)
})
