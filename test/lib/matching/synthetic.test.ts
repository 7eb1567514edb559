import t from 'tap'
import { createSyntheticMarket } from '../../../src/lib/matching/synthetic.ts'
import type { BookDiff, TopOfBook } from '../../../src/lib/matching/tape.ts'
import { Book } from '../../../src/lib/model/book.ts'

const START_US = 1_700_000_000_000_000
const options = { seed: 1, name: 'BTCUSDT', startUs: START_US, midTicks: 6_000_000, unitLots: 100_000, updateId: 1, tradeId: 1 }

interface Seen {
  readonly spreads: number[]
  readonly sizes: number[]
  readonly quantities: number[]
  readonly levels: number[]
  readonly steps: number[]
  readonly mids: number[]
  deletes: number
  changes: number
  tops: number
  checks: number
  mismatches: number
}

const quantile = (values: readonly number[], ratio: number): number => [...values].sort((a, b) => a - b)[Math.floor(ratio * values.length)] ?? 0

const observe = (seconds: number): Seen => {
  const seen: Seen = { spreads: [], sizes: [], quantities: [], levels: [], steps: [], mids: [], deletes: 0, changes: 0, tops: 0, checks: 0, mismatches: 0 }
  const book = new Book()
  let top: TopOfBook | null = null
  const compare = (diff: BookDiff): void => {
    if (top?.updateId !== diff.lastId) return
    seen.checks += 1
    const own = [book.ticksAt('buy', 0), book.lotsAt('buy', 0), book.ticksAt('sell', 0), book.lotsAt('sell', 0)]
    const told = [top.bidTicks, top.bidLots, top.askTicks, top.askLots]
    if (own.some((value, index) => value !== told[index])) seen.mismatches += 1
  }
  const market = createSyntheticMarket(
    {
      trade: ({ lots }) => seen.quantities.push(lots / 100_000),
      top: (next) => {
        top = next
        seen.tops += 1
        seen.spreads.push(next.askTicks - next.bidTicks)
        seen.sizes.push(next.bidLots / 100_000)
      },
      diff: (diff) => {
        book.setAll('buy', diff.bids)
        book.setAll('sell', diff.asks)
        const flat = [...diff.bids, ...diff.asks]
        seen.levels.push(flat.length / 2)
        seen.steps.push(diff.lastId - diff.firstId + 1)
        seen.changes += flat.length / 2
        seen.deletes += flat.filter((lots, index) => index % 2 === 1 && lots === 0).length
        if (book.crossed()) seen.mismatches += 1
        compare(diff)
      },
    },
    options,
  )
  for (let ms = 0; ms < seconds * 1_000; ms += 10) {
    market.advance(START_US + ms * 1_000)
    if (ms % 1_000 === 0 && ms > 0) seen.mids.push(market.tape.engine.best('buy')?.ticks ?? 0)
  }
  return seen
}

const SECONDS = 600
const seen = observe(SECONDS)

t.test('keeps a book that agrees with the best prices told, at every equal update id', async (t) => {
  t.ok(seen.checks > SECONDS, `only ${seen.checks} checks`)
  t.equal(seen.mismatches, 0)
})

const between = (value: number, [low, high]: readonly [number, number]): boolean => value >= low && value <= high

t.test('looks like the recorded market', async (t) => {
  const figures: ReadonlyArray<readonly [string, number, readonly [number, number]]> = [
    ['spread p50', quantile(seen.spreads, 0.5), [1, 1]],
    ['spread p90', quantile(seen.spreads, 0.9), [1, 10]],
    ['spread p99', quantile(seen.spreads, 0.99), [50, 1_500]],
    ['touch size p50', quantile(seen.sizes, 0.5), [0.3, 4]],
    ['trades per s', seen.quantities.length / SECONDS, [12, 80]],
    ['trade size p50', quantile(seen.quantities, 0.5), [0.0002, 0.02]],
    ['best prices per s', seen.tops / SECONDS, [50, 260]],
    ['ids a diff p50', quantile(seen.steps, 0.5), [12, 70]],
  ]
  for (const [name, value, bounds] of figures) t.ok(between(value, bounds), `${name} is ${value}`)
  const moves = seen.mids.slice(1).map((mid, index) => mid - (seen.mids[index] ?? mid))
  const deviation = Math.sqrt(moves.reduce((sum, move) => sum + move * move, 0) / moves.length)
  t.ok(between(deviation, [250, 1_600]), `deviation in 1 s is ${deviation}`)
})

t.test('changes as many levels at once as the recorded market: 7, 22, 104 and 383, 40 % of them deletes', async (t) => {
  const figures: ReadonlyArray<readonly [string, number, readonly [number, number]]> = [
    ['p10', quantile(seen.levels, 0.1), [5, 10]],
    ['p50', quantile(seen.levels, 0.5), [17, 29]],
    ['p90', quantile(seen.levels, 0.9), [75, 150]],
    ['p99', quantile(seen.levels, 0.99), [250, 560]],
    ['deletes', seen.deletes / seen.changes, [0.36, 0.45]],
  ]
  for (const [name, value, bounds] of figures) t.ok(between(value, bounds), `${name} is ${value}, within ${bounds.join(' to ')}`)
})

t.test('numbers diffs without a gap and repeats itself for a seed', async (t) => {
  const record = (): string => {
    const lines: string[] = []
    let lastId = 0
    const market = createSyntheticMarket(
      {
        trade: (trade) => lines.push(JSON.stringify(trade)),
        top: (top) => lines.push(JSON.stringify(top)),
        diff: (diff) => {
          if (lastId !== 0) t.equal(diff.firstId, lastId + 1)
          lastId = diff.lastId
          lines.push(JSON.stringify(diff))
        },
      },
      options,
    )
    for (let ms = 0; ms <= 3_000; ms += 7) market.advance(START_US + ms * 1_000)
    return lines.join('\n')
  }
  const first = record()
  t.ok(first.length > 10_000)
  t.equal(record(), first)
})
