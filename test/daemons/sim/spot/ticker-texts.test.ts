import t from 'tap'
import { openBar } from '../../../../src/daemons/sim/market/bars.ts'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { createReplica } from '../../../../src/daemons/sim/market/replica.ts'
import { barSums, miniTickerBody, tickerBody, windowTickerBody } from '../../../../src/daemons/sim/spot/ticker-texts.ts'

const replica = createReplica()
replica.load({ updateId: 1, bids: [5_999_900, 100_000], asks: [6_000_000, 200_000] })
const source = { instrument: knownInstrument('BTCUSDT'), replica, nowMs: 86_400_001 }
const bar = openBar({ tradeId: 9, ticks: 6_000_000, lots: 100_000, buyerIsMaker: true, atMs: 1 }, 0)

t.test('writes prices and sums of a bar', async (t) => {
  t.strictSame(barSums(source.instrument, bar), { o: '60000.00000000', h: '60000.00000000', l: '60000.00000000', v: '1.00000000', q: '60000.00000000' })
  t.match(miniTickerBody(source, bar), { e: '24hrMiniTicker', c: '60000.00000000' })
})

t.test('a ticker has the touch, that of a window has not', async (t) => {
  t.match(tickerBody(source, bar, { windowMs: 86_400_000 }), { e: '24hrTicker', b: '59999.00000000', A: '2.00000000', O: 1, C: 86_400_001, F: 9, L: 9, n: 1 })
  const window = windowTickerBody(source, bar, { window: '1h', windowMs: 3_600_000 })
  t.match(window, { e: '1hTicker', w: '60000.00000000' })
  t.notOk('b' in window)
})
