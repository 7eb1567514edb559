import t from 'tap'
import { inferInstruments } from '../../../../src/daemons/sim/market/recording-symbols.ts'
import { recorded } from '../../../kit/sim-desk.ts'

t.test('finds every symbol of the first lines with its finest steps', async (t) => {
  const found = inferInstruments([
    recorded(0, { stream: 'dogeusdt@trade', data: { e: 'trade', s: 'DOGEUSDT', p: '0.10010000', q: '12.0', m: true } }),
    recorded(1, { stream: 'dogeusdt@bookTicker', data: { u: 1, s: 'DOGEUSDT', b: '0.10012000', B: '1', a: '0.2', A: '1.5' } }),
    recorded(2, { stream: 'btcusdt@depth@100ms', data: { e: 'depthUpdate', E: 1, s: 'BTCUSDT', U: 1, u: 1, b: [['1', '1']], a: [] } }),
    recorded(2, { stream: 'btcusdt@depth@0ms', data: { e: 'depthUpdate', E: 1, s: 'BTCUSDT', U: 1, u: 1, pu: 0, b: [['1.10', '0.001']], a: [] } }),
    recorded(3, { lastUpdateId: 1, bids: [], asks: [] }),
    'damaged',
  ])
  t.strictSame(
    found.map(({ product, instrument: { symbol, priceDecimals, qtyDecimals } }) => [product, symbol, priceDecimals, qtyDecimals]),
    [
      ['spot', 'DOGEUSDT', 5, 1],
      ['spot', 'BTCUSDT', 2, 5],
      ['usdm', 'BTCUSDT', 1, 3],
    ],
  )
})
