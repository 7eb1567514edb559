import t from 'tap'
import { decimalInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { contractPrice, contractQty } from '../../../../src/daemons/sim/usdm/number-texts.ts'

t.test('writes all decimals of a symbol', async (t) => {
  const btc = decimalInstrument('BTCUSDT', 1, 3)
  t.strictSame([contractPrice(btc, 600_001), contractQty(btc, 5), contractQty(decimalInstrument('XUSDT', 1, 0), 7)], ['60000.1', '0.005', '7'])
})
