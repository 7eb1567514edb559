import t from 'tap'
import { openBar } from '../../../../src/daemons/sim/market/bars.ts'
import { decimalInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { klineEvent, klineText, tickerEvent } from '../../../../src/daemons/sim/usdm/bar-texts.ts'

const BTC = decimalInstrument('BTCUSDT', 1, 3)
const bar = openBar({ tradeId: 7, ticks: 1_000, lots: 2_000, buyerIsMaker: false, atMs: 61_000 }, 60_000)

t.test('a bar is closed once its time is over', async (t) => {
  t.match(klineEvent(BTC, bar, { interval: '1m', nowMs: 119_999 }), { k: { x: false, T: 119_999, o: '100.0', v: '2.000' } })
  t.match(klineEvent(BTC, bar, { interval: '1m', nowMs: 120_000 }), { k: { x: true } })
  t.equal(klineText(BTC, bar, '1m').length, 12)
  t.match(tickerEvent(BTC, bar, 62_000), { e: '24hrTicker', c: '100.0', F: 7, n: 1 })
})
