import t from 'tap'
import { openBar } from '../../../../src/daemons/sim/market/bars.ts'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { meanPrice, priceChange, venueQuote } from '../../../../src/daemons/sim/spot/bar-texts.ts'

const instrument = knownInstrument('BTCUSDT')
const bar = openBar({ tradeId: 1, ticks: 6_000_001, lots: 3, buyerIsMaker: false, atMs: 1 }, 0)

t.test('writes sums, means and changes exactly', async (t) => {
  t.equal(venueQuote(instrument, bar.quote), '1.80000030')
  t.equal(meanPrice(instrument, bar), '60000.01000000')
  t.strictSame(priceChange(instrument, { ...bar, openTicks: 6_000_000 }), { change: '0.01000000', percent: '0.000' })
  t.strictSame(priceChange(instrument, { ...bar, closeTicks: 5_700_000, openTicks: 6_000_000 }), { change: '-3000.00000000', percent: '-5.000' })
})
