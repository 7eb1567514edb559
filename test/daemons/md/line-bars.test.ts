import fc from 'fast-check'
import t from 'tap'
import { LineBars } from '../../../src/daemons/md/line-bars.ts'
import type { BarEnded } from '../../../src/lib/contracts/market.ts'
import { parseBarSpec } from '../../../src/lib/model/bar-spec.ts'

const bars = (...specs: string[]): LineBars =>
  new LineBars(
    'BTCUSDT',
    specs.map((text) => {
      const spec = parseBarSpec(text)
      if (!spec.ok) throw new Error(spec.error)
      return spec.value
    }),
  )
const trade = (eventUs: number, price = '10', qty = '1') => ({ symbol: 'BTCUSDT', tradeId: 1, price, qty, side: 'buy', eventUs }) as const

t.test('ends the time bar of a symbol that nobody trades any more, by the clock of the venue', async (t) => {
  const line = bars('1s')
  const nowUs = 9_000_000_000
  t.strictSame(line.trade(trade(1_600_000), nowUs), [])
  t.strictSame(line.advance(nowUs + 4_900_000), [], 'nothing came: late events may still be under way')
  t.match(line.advance(nowUs + 5_000_000), [{ symbol: 'BTCUSDT', spec: '1s', openUs: 1_000_000, closeUs: 2_000_000, trades: 1 }])
  t.strictSame(line.advance(nowUs + 60_000_000), [], 'silence makes no bars')
})

t.test('ends a time bar when other events of the symbol are past it, a little later than its end', async (t) => {
  const line = bars('1s')
  line.trade(trade(1_600_000), 0)
  line.hear(2_200_000, 700_000)
  t.strictSame(line.advance(3_000_000), [])
  line.hear(0, 3_000_000)
  t.strictSame(line.advance(3_100_000), [], 'an event without a time tells none')
  line.hear(2_250_000, 3_200_000)
  t.match(line.advance(3_200_000), [{ openUs: 1_000_000, trades: 1 }])
})

t.test('tells a bar again when a trade of it comes late', async (t) => {
  const line = bars('1s')
  line.trade(trade(1_600_000), 0)
  line.advance(6_000_000)
  t.strictSame(line.trade(trade(1_900_000), 6_000_000), [])
  t.match(line.trade(trade(3_000_000), 6_000_000), [{ openUs: 1_000_000, closeUs: 2_000_000, trades: 2, volume: '2', revision: 1 }])
  t.notOk(line.trade(trade(4_000_000), 6_000_000).some((bar) => 'revision' in bar))
})

t.test('makes the bars of the trades alone, however late they come and whatever ends a bar early', async (t) => {
  const step = fc.record({ afterUs: fc.integer({ min: -300_000, max: 2_500_000 }), lateUs: fc.integer({ min: 0, max: 9_000_000 }), heard: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const [live, quiet] = [bars('1s'), bars('1s')]
      const shown = new Map<number, BarEnded>()
      const wanted: BarEnded[] = []
      let [eventUs, nowUs] = [50_000_000, 0]
      const show = (ended: readonly BarEnded[]): void => {
        for (const { revision: _, ...bar } of ended) shown.set(bar.openUs, bar)
      }
      for (const { afterUs, lateUs, heard } of [...steps, { afterUs: 9_000_000, lateUs: 0, heard: false }]) {
        eventUs += afterUs
        nowUs += lateUs
        if (heard) live.hear(eventUs + lateUs, nowUs)
        show(live.advance(nowUs))
        show(live.trade(trade(eventUs), nowUs))
        wanted.push(...quiet.trade(trade(eventUs), nowUs))
      }
      t.strictSame([...shown.values()], wanted)
    }),
  )
})

t.test('makes bars of several kinds from the same trades, exact', async (t) => {
  const line = bars('2t', '100q')
  t.strictSame(line.trade(trade(1, '0.1', '0.3'), 1), [])
  const ended = line.trade(trade(2, '1000', '0.2'), 2)
  t.match(ended, [
    { spec: '2t', value: '200.03', volume: '0.5' },
    { spec: '100q', value: '200.03', buyVolume: '0.5', openUs: 1, closeUs: 2 },
  ])
})
