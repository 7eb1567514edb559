import t from 'tap'
import { BAR_INTERVALS, barSpan, joinBars, openBar } from '../../../../src/daemons/sim/market/bars.ts'

const { Date: Calendar } = globalThis
const iso = (ms: number): string => new Calendar(ms).toISOString().slice(0, 19)
const AT = Calendar.parse('2024-02-29T17:43:21.500Z')

t.test('opens every interval where the venue does', async (t) => {
  const opens = Object.fromEntries(BAR_INTERVALS.map((interval) => [interval, iso(barSpan(interval, AT).openMs)]))
  t.match(opens, {
    '1s': '2024-02-29T17:43:21',
    '5m': '2024-02-29T17:40:00',
    '4h': '2024-02-29T16:00:00',
    '1d': '2024-02-29T00:00:00',
    '1w': '2024-02-26T00:00:00',
    '1M': '2024-02-01T00:00:00',
  })
  t.equal(BAR_INTERVALS.length, 16)
})

t.test('opens days by the clock of another zone', async (t) => {
  t.equal(iso(barSpan('1d', AT, 28_800_000).openMs), '2024-02-29T16:00:00')
  t.equal(iso(barSpan('1M', AT, 28_800_000).openMs), '2024-02-29T16:00:00')
})

t.test('ends months at their real length', async (t) => {
  for (let month = 0; month < 240; month++) {
    const openMs = Calendar.UTC(2008, month, 1)
    const endMs = Calendar.UTC(2008, month + 1, 1)
    t.strictSame(
      [barSpan('1M', openMs), barSpan('1M', endMs - 1)],
      [
        { openMs, endMs },
        { openMs, endMs },
      ],
    )
  }
})

t.test('joins bars without losing a digit', async (t) => {
  const first = openBar({ tradeId: 1, ticks: 9_000_000_001, lots: 9_000_003, buyerIsMaker: false, atMs: 5 }, 0)
  const second = openBar({ tradeId: 2, ticks: 8, lots: 2, buyerIsMaker: true, atMs: 6 }, 0)
  t.strictSame(joinBars(first, second), {
    openMs: 0,
    openTicks: 9_000_000_001,
    highTicks: 9_000_000_001,
    lowTicks: 8,
    closeTicks: 8,
    closeLots: 2,
    lots: 9_000_005,
    quote: 9_000_000_001n * 9_000_003n + 16n,
    takerLots: 9_000_003,
    takerQuote: 9_000_000_001n * 9_000_003n,
    firstId: 1,
    lastId: 2,
    count: 2,
  })
})
