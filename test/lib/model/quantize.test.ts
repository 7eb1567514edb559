import t from 'tap'
import { parseMoney } from '../../../src/lib/base/money.ts'
import type { Instrument } from '../../../src/lib/model/instrument.ts'
import { type Amounts, qtyGrid, quantize } from '../../../src/lib/model/quantize.ts'
import { btcusdt } from '../../kit/market-texts.ts'

const exact = (text: string) => parseMoney(text) ?? (0n as never)

const rounded = (over: Partial<Amounts>, instrument: Instrument = btcusdt): unknown => {
  const result = quantize(instrument, { side: 'buy', type: 'limit', price: '100', qty: '1', ...over })
  return result.ok ? result.value : result.error
}

t.test('a price never gets worse, a quantity never greater', async (t) => {
  t.match(rounded({ price: '100.019', qty: '1.000019' }), { price: '100.01', qty: '1.00001' })
  t.match(rounded({ side: 'sell', price: '100.011' }), { price: '100.02' })
  t.match(rounded({ price: '2000000' }), { price: '1000000' })
  t.match(rounded({ side: 'sell', price: '0.001' }), { price: '0.01' })
  t.match(rounded({ qty: '9001' }), { qty: '9000' })
  t.match(rounded({ type: 'stopLimit', stopPrice: '90.005', icebergQty: '0.000029' }), { stopPrice: '90.01', icebergQty: '0.00002' })
  t.match(rounded({ type: 'market', quoteQty: '10.1234567891' }), { quoteQty: '10.12345678' })
  t.strictSame(rounded({}), { side: 'buy', type: 'limit', price: '100', qty: '1' })
})

t.test('what has no valid value that is no worse is told by name', async (t) => {
  t.equal(rounded({ price: '0.009' }), "'price' 0.009 has no valid value that is no worse on 'BTCUSDT'")
  t.match(rounded({ side: 'sell', price: '1000000.01' }), /'price'/)
  t.match(rounded({ qty: '0.000009' }), /'qty'/)
  t.match(rounded({ qty: '0' }), /'qty' 0 /)
  t.match(rounded({ qty: 'x' }), /'qty' x /)
})

t.test('market orders keep to the rule for them too', async (t) => {
  const instrument = { ...btcusdt, rules: { marketQty: { min: '0.01', max: '120', lot: '0.000025' } } }
  t.match(rounded({ type: 'market', qty: '500' }, instrument), { qty: '120' })
  t.match(rounded({ type: 'stop', qty: '1.00004' }, instrument), { qty: '1' })
  t.match(rounded({ qty: '500' }, instrument), { qty: '500' })
  t.strictSame(qtyGrid(instrument, 'market').step, exact('0.00005'))
})
