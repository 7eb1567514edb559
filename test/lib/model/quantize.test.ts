import fc from 'fast-check'
import t from 'tap'
import { parseMoney } from '../../../src/lib/base/money.ts'
import type { Instrument } from '../../../src/lib/model/instrument.ts'
import { type Amounts, ceilOn, floorOn, nearestOn, priceGrid, qtyGrid, quantize } from '../../../src/lib/model/quantize.ts'
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

t.test('a grid without a valid amount has no nearest one', async (t) => {
  const grid = { step: exact('1'), min: exact('5'), max: exact('4') }
  t.same([nearestOn(grid, exact('4')), floorOn(grid, exact('4')), ceilOn(grid, exact('4'))], [null, null, null])
})

t.test('floor, nearest and ceiling of any amount are on the grid, in order and within a step', async (t) => {
  const grid = priceGrid({ ...btcusdt, tickUnits: 7, minPriceTicks: 3, maxPriceTicks: 1_000 })
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_000_000 }), (units) => {
        const wanted = exact(`${(units / 1000).toFixed(3)}`)
        const [low, near, high] = [floorOn(grid, wanted), nearestOn(grid, wanted), ceilOn(grid, wanted)]
        for (const value of [low, near, high]) if (value !== null && (value % grid.step !== 0n || value < grid.min || value > grid.step * 1_000n)) return false
        if (low !== null && high !== null) return low <= wanted && wanted <= high && high - low <= grid.step && (near === low || near === high)
        return near === (low ?? high)
      }),
      { seed: 7, numRuns: 2_000 },
    ),
  )
})
