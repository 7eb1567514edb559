import t from 'tap'
import { decimalInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { contractInfo } from '../../../../src/daemons/sim/usdm/info.ts'

t.test('lists the rules of a contract', async (t) => {
  const info = contractInfo(decimalInstrument('BTCUSDT', 1, 3))
  t.match(info, {
    contractType: 'PERPETUAL',
    marginAsset: 'USDT',
    filters: [
      { filterType: 'PRICE_FILTER', tickSize: '0.1' },
      { filterType: 'LOT_SIZE', stepSize: '0.001' },
    ],
  })
})
