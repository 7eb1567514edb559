import t from 'tap'
import { apply, cut, judge } from '../../../src/daemons/md/change.ts'
import type { MdOut } from '../../../src/daemons/md/events.ts'
import { openLine } from '../../../src/daemons/md/line.ts'
import type { Step } from '../../../src/daemons/md/state.ts'
import { epochUs, lots, ticks } from '../../../src/lib/base/units.ts'
import { binanceMarket } from '../../../src/lib/venues/binance/market.ts'
import type { DepthDiff, MarketVenue } from '../../../src/lib/venues/market.ts'
import { btcusdt } from '../../kit/market-texts.ts'
import { mdBench } from '../../kit/md-core.ts'

const US_PER_S = 1_000_000

const setUp = (venue: MarketVenue = binanceMarket()) => {
  const outs: MdOut[] = []
  const step: Step = { venue, state: mdBench().state, nowUs: epochUs(1), emit: (out) => void outs.push(out) }
  return { step, outs, line: openLine(btcusdt, { nowUs: epochUs(1), levels: 3 }) }
}

const diffOf = (id: number, bidTicks: number, eventS: number): DepthDiff => ({
  type: 'diff',
  symbol: 'BTCUSDT',
  firstId: id,
  lastId: id,
  prevId: null,
  eventUs: epochUs(eventS * US_PER_S),
  bids: Float64Array.of(bidTicks, 5),
  asks: Float64Array.of(101, 5),
  checksum: null,
})

t.test('brings a book up to a diff, and tells its fingerprint at the first one of a second that began before its eyes', async (t) => {
  const { step, outs, line } = setUp()
  for (const [id, eventS] of [
    [7, 1],
    [8, 1],
    [9, 2],
  ] as const)
    t.equal(apply(step, line, diffOf(id, 90 + id, eventS)), null)
  t.match(line, { updateId: 9, fresh: false, eventUs: 2 * US_PER_S, counts: { diffs: 3 } })
  t.equal(line.book.ticksAt('buy', 0), 99)
  t.match(outs, [{ type: 'checkpoint', u: 9 }])
  t.equal(outs.length, 1)
})

t.test('finds a crossed book, of which there is no fingerprint', async (t) => {
  const { step, outs, line } = setUp()
  apply(step, line, diffOf(7, 99, 1))
  t.equal(apply(step, line, diffOf(8, 101, 2)), 'the book is crossed')
  t.strictSame(outs, [])
  t.equal(step.state.counts.crossed, 1)
})

t.test('counts opinions of the venue, and those that differ', async (t) => {
  const { step, line } = setUp()
  t.strictSame(
    [null, true, false].map((verdict) => judge(step, line, verdict)),
    [true, true, false],
  )
  t.match(line.counts, { checks: 2, mismatches: 1 })
  t.match(step.state.counts, { checks: 2, mismatches: 1 })
})

t.test('keeps as many levels as the stream of the venue does', async (t) => {
  const venue = binanceMarket()
  const { step, line } = setUp({ ...venue, traits: { ...venue.traits, keptLevels: 2 } })
  for (const ticks of [99, 98, 97]) line.book.set('buy', ticks, 1)
  cut(step, line)
  t.strictSame([line.book.count('buy'), line.known], [2, { buy: 98, sell: 0 }])
})

t.test('a book whose touch left the known levels is compared with nothing, and has no fingerprint of levels that are not known', async (t) => {
  const { step, outs, line } = setUp()
  apply(step, line, diffOf(7, 99, 1))
  line.known = { buy: 98, sell: 0 }
  t.equal(apply(step, line, diffOf(8, 99, 2)), null)
  line.known = { buy: 100, sell: 0 }
  line.checks.ticker({ type: 'ticker', symbol: 'BTCUSDT', updateId: 9, bidTicks: ticks(100), bidLots: lots(5), askTicks: ticks(101), askLots: lots(5) })
  t.equal(apply(step, line, diffOf(9, 99, 3)), 'the best price left the known levels')
  t.match(step.state.counts, { checks: 0, mismatches: 0 })
  t.strictSame(outs, [])
})
