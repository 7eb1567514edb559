import t from 'tap'
import { countdownCancelAll } from '../../../../src/lib/venues/binance-usdm/dead-man.ts'

t.test('the countdown of a symbol is armed and taken back by its length', async (t) => {
  t.match(countdownCancelAll.arm('BTCUSDT', 15_000, { serverMs: 5, recvWindowMs: 2_000 }), {
    method: 'POST',
    path: '/fapi/v1/countdownCancelAll',
    security: 'signed',
    cost: { weight: 10, orders: 0 },
    params: [
      ['symbol', 'BTCUSDT'],
      ['countdownTime', 15_000],
      ['recvWindow', 2_000],
      ['timestamp', 5],
    ],
  })
  const result = { ok: true, status: 200, headers: {}, body: '{"symbol":"BTCUSDT","countdownTime":"15000"}', sentMonoUs: 1 } as const
  t.strictSame(countdownCancelAll.readArmed(result), { kind: 'found', value: true })
  t.match(countdownCancelAll.readArmed({ ...result, body: '{}' }), { kind: 'ambiguous' })
})
