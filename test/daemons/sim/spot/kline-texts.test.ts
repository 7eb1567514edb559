import t from 'tap'
import { openBar } from '../../../../src/daemons/sim/market/bars.ts'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { createReplica } from '../../../../src/daemons/sim/market/replica.ts'
import { currentBar, klineBody } from '../../../../src/daemons/sim/spot/kline-texts.ts'

const source = { instrument: knownInstrument('BTCUSDT'), replica: createReplica(), nowMs: 61_000 }
const bar = openBar({ tradeId: 9, ticks: 6_000_000, lots: 100_000, buyerIsMaker: true, atMs: 1 }, 0)

t.test('writes a bar in the letters of the venue', async (t) => {
  const at = { interval: '1m', zoneMs: 0, closed: true }
  t.match(klineBody(source, bar, at), {
    e: 'kline',
    E: 61_000,
    k: { t: 0, T: 59_999, f: 9, L: 9, c: '60000.00000000', v: '1.00000000', q: '60000.00000000', x: true, V: '0.00000000' },
  })
})

t.test('a bar without a print stands at the price before it', async (t) => {
  const idle = currentBar(bar, 60_000)
  t.match(idle, { openMs: 60_000, openTicks: 6_000_000, lots: 0, count: 0 })
  t.match(klineBody(source, idle, { interval: '1m', zoneMs: 0, closed: false }), { k: { f: -1, L: -1, n: 0, v: '0.00000000' } })
  t.equal(currentBar(bar, 0), bar)
})
