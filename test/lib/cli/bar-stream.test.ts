import t from 'tap'
import { BarStream } from '../../../src/lib/cli/bar-stream.ts'
import { parseBarSpec } from '../../../src/lib/model/bar-spec.ts'

const stream = (): BarStream => {
  const spec = parseBarSpec('2t')
  if (!spec.ok) throw new Error(spec.error)
  return new BarStream(spec.value)
}
const trade = { type: 'trade', symbol: 'BTCUSDT', price: '60000.01', qty: '0.5', side: 'buy', eventUs: 1_700_000_000_000_000 }

t.test('makes bars of each symbol for itself, numbered over all', async (t) => {
  const bars = stream()
  t.strictSame(bars.trade(trade), [])
  t.strictSame(bars.trade({ ...trade, symbol: 'ETHUSDT' }), [])
  t.match(bars.trade({ ...trade, side: 'sell' }), [
    { v: 1, type: 'bar', seq: 1, symbol: 'BTCUSDT', spec: '2t', volume: '1', buyVolume: '0.5', value: '60000.01', trades: 2, ts: 1_700_000_000_000 },
  ])
  t.match(bars.end(), [{ seq: 2, symbol: 'ETHUSDT', trades: 1 }])
})

t.test('takes no trade that lacks what a bar needs', async (t) => {
  for (const wrong of [{ price: 1 }, { qty: 'x' }, { symbol: undefined }, { side: 'up' }, { eventUs: 1.5 }])
    t.equal(stream().trade({ ...trade, ...wrong }), null)
})
