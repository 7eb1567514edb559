import t from 'tap'
import { parseBarSpec } from '../../../src/lib/model/bar-spec.ts'

t.test('reads bars of time, trades, quantity and value', async (t) => {
  t.strictSame(
    ['1m', '30s', '1h', '100t', '0.5v', '1000000q'].map((text) => parseBarSpec(text)),
    [
      { ok: true, value: { text: '1m', kind: 'time', count: 60_000_000, size: 0n } },
      { ok: true, value: { text: '30s', kind: 'time', count: 30_000_000, size: 0n } },
      { ok: true, value: { text: '1h', kind: 'time', count: 3_600_000_000, size: 0n } },
      { ok: true, value: { text: '100t', kind: 'tick', count: 100, size: 0n } },
      { ok: true, value: { text: '0.5v', kind: 'volume', count: 0, size: 500_000_000_000_000_000n } },
      { ok: true, value: { text: '1000000q', kind: 'value', count: 0, size: 1_000_000n * 10n ** 18n } },
    ],
  )
})

t.test('says what it accepts instead', async (t) => {
  for (const text of ['', '0t', '1.5t', 'm', '1x', '-1m', '9999d', '0v']) t.match(parseBarSpec(text), { ok: false, error: /is no bar: like 1m/ }, text)
})
