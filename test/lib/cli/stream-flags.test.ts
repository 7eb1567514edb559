import t from 'tap'
import { symbolsOf, viewOptions } from '../../../src/lib/cli/stream-flags.ts'

t.test('reads what the flags ask for', async (t) => {
  t.strictSame(symbolsOf({ symbol: ['btcusdt'] }), ['BTCUSDT'])
  t.strictSame(viewOptions({ limit: 3, for: '2s', 'on-slow': 'fail', 'fail-on': ['gap'] }), { limit: 3, forMs: 2_000, onSlow: 'fail', failOn: ['gap'] })
})
