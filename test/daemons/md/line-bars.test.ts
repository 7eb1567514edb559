import t from 'tap'
import { LineBars } from '../../../src/daemons/md/line-bars.ts'
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
  t.strictSame(line.advance(nowUs + 400_000), [], 'a trade of this second may still be under way')
  t.match(line.advance(nowUs + 650_000), [{ symbol: 'BTCUSDT', spec: '1s', openUs: 1_000_000, closeUs: 2_000_000, trades: 1 }])
  t.strictSame(line.advance(nowUs + 60_000_000), [], 'silence makes no bars')
})

t.test('begins no bar before the end of the last', async (t) => {
  const line = bars('1s')
  line.trade(trade(1_600_000), 0)
  line.advance(1_000_000)
  t.strictSame(line.trade(trade(1_900_000), 1_000_000), [])
  t.match(line.trade(trade(3_000_000), 2_000_000), [{ openUs: 2_000_000, closeUs: 3_000_000, trades: 1 }])
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
