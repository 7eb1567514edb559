import t from 'tap'
import { decimalInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { paramsOf } from '../../../../src/daemons/sim/spot/params.ts'
import { lotsOf, ticksOf } from '../../../../src/daemons/sim/usdm/steps.ts'

const BTC = decimalInstrument('BTCUSDT', 1, 3)
const params = (values: Record<string, string>) => paramsOf(new Map(Object.entries(values)))

t.test('reads whole steps, trailing zeros or not', async (t) => {
  t.equal(ticksOf(params({ price: '100.10' }), 'price', BTC), 1_001)
  t.equal(lotsOf(params({ quantity: '0.0050' }), BTC), 5)
  t.throws(() => ticksOf(params({ price: '-1' }), 'price', BTC), { code: -4001 })
  t.throws(() => lotsOf(params({ quantity: '0' }), BTC), { code: -4003 })
})
