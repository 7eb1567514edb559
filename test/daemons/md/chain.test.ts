import t from 'tap'
import { follows, isAtRest, joins, keptDiff } from '../../../src/daemons/md/chain.ts'
import { epochUs } from '../../../src/lib/base/units.ts'
import type { DepthDiff } from '../../../src/lib/venues/market.ts'

const diff = (firstId: number, lastId: number, prevId: number | null): DepthDiff => ({
  type: 'diff',
  symbol: 'X',
  firstId,
  lastId,
  prevId,
  checksum: null,
  eventUs: epochUs(0),
  bids: [1, 2],
  asks: [],
})

t.test('without the id before, a chain has no hole and may overlap', async (t) => {
  t.strictSame(
    [19, 20, 21, 22].map((id) => follows(20, diff(id, 30, null))),
    [true, true, true, false],
  )
})

t.test('with the id before, ids may jump, and only that id counts', async (t) => {
  t.strictSame(
    [19, 20, 21].map((prevId) => follows(20, diff(29, 30, prevId))),
    [false, true, false],
  )
})

t.test('the first diff after a snapshot begins at or before it', async (t) => {
  t.strictSame(
    [18, 19, 20, 31].map((id) => joins(id, diff(20, 30, null))),
    [false, true, true, true],
  )
  t.strictSame(
    [11, 12, 25].map((id) => joins(id, diff(20, 30, 12))),
    [false, true, true],
  )
})

t.test('a kept diff does not change with the memory that it was read from', async (t) => {
  const bids = new Float64Array([1, 2])
  const kept = keptDiff({ ...diff(1, 1, null), bids })
  bids[0] = 9
  t.strictSame([...Array.from(kept.bids)], [1, 2])
})

t.test('a market rests where a snapshot comes twice and no diff is beyond it', async (t) => {
  t.equal(isAtRest(20, 20, undefined), true)
  t.equal(isAtRest(20, 20, diff(18, 20, null)), true)
  t.equal(isAtRest(20, 20, diff(20, 21, null)), false)
  t.equal(isAtRest(20, 0, undefined), false)
})
