import t from 'tap'
import { Inference } from '../../../../src/daemons/md/verify/inference.ts'

t.test('finds the finest steps of each symbol, without the zeros behind them', async (t) => {
  const inference = new Inference('binance')
  inference.note('BTCUSDT', '61000.10000000', '0.00100000')
  inference.note('BTCUSDT', '61000.12000000', '2.00000000')
  inference.note('XRPUSDT', '1', '3')
  t.match(inference.instruments(), [
    { symbol: 'BTCUSDT', venue: 'binance', priceDecimals: 2, qtyDecimals: 3, tickUnits: 1 },
    { symbol: 'XRPUSDT', priceDecimals: 0, qtyDecimals: 0 },
  ])
})
