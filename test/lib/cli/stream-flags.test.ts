import t from 'tap'
import { symbolsOf, viewOptions } from '../../../src/lib/cli/stream-flags.ts'

t.test('reads what the flags ask for', async (t) => {
  t.strictSame(symbolsOf({ symbol: ['btcusdt'] }), ['BTCUSDT'])
  t.strictSame(viewOptions({ limit: 3, for: '2s', 'on-slow': 'fail', 'fail-on': ['gap'] }), { limit: 3, forMs: 2_000, onSlow: 'fail', failOn: ['gap'] })
})

t.test('refuses what is no symbol with exit code 2, and shows how a pair is written', async (t) => {
  for (const text of ['', 'BTC USDT', 'ä', 'x'.repeat(33)])
    t.throws(() => symbolsOf({ symbol: [text] }), { exit: 2, message: /^'--symbol' /, hint: /BTCUSDT/ }, text)
  t.throws(() => symbolsOf({ symbol: ['xmr/usd'] }), { code: 'USAGE', exit: 2, hint: /XMR-USD of kraken.* XMRUSD of/ })
  t.throws(() => symbolsOf({ symbol: Array(1_001).fill('A') }), { exit: 2, message: /names 1001 symbols, at most 1000/ })
})
