import fc from 'fast-check'
import t from 'tap'
import { formatMoney, multiply, toMoney } from '../../../src/lib/base/money.ts'
import { lots, ticks } from '../../../src/lib/base/units.ts'
import { type Instrument, notionalOf, priceText, priceTicks, qtyLots, qtyText } from '../../../src/lib/model/instrument.ts'

const BTC: Instrument = {
  symbol: 'BTCUSDT',
  venue: 'sim',
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
  status: 'trading',
  priceDecimals: 2,
  tickUnits: 1,
  qtyDecimals: 5,
  lotUnits: 1,
  minPriceTicks: 1,
  maxPriceTicks: 100_000_000,
  minQtyLots: 1,
  maxQtyLots: 900_000_000,
  minNotional: '5',
  maxNotional: '0',
}

const instruments = fc
  .record({
    priceDecimals: fc.nat({ max: 9 }),
    tickUnits: fc.integer({ min: 1, max: 50 }),
    qtyDecimals: fc.nat({ max: 9 }),
    lotUnits: fc.integer({ min: 1, max: 50 }),
  })
  .map((steps): Instrument => ({ ...BTC, ...steps }))
const counts = fc.nat({ max: 100_000_000 })

t.test('reads back every price and quantity that it wrote', async (t) => {
  fc.assert(
    fc.property(
      instruments,
      counts,
      (instrument, count) => priceTicks(instrument, priceText(instrument, count)) === count && qtyLots(instrument, qtyText(instrument, count)) === count,
    ),
  )
  t.equal(priceText(BTC, 6_183_763), '61837.63')
  t.equal(qtyText(BTC, 12), '0.00012')
})

t.test('takes a price on the tick only, and a quantity on the lot', async (t) => {
  const coarse: Instrument = { ...BTC, tickUnits: 5, lotUnits: 100 }
  t.equal(priceTicks(coarse, '0.05'), 1)
  t.equal(priceTicks(coarse, '0.050'), 1)
  t.equal(qtyLots(coarse, '0.001'), 1)
  for (const text of ['0.06', '0.051', 'cheap', '', '1e2']) t.equal(priceTicks(coarse, text), null, `'${text}'`)
  for (const text of ['0.00001', '0.0000001', 'much']) t.equal(qtyLots(coarse, text), null, `'${text}'`)
})

t.test('knows the exact value of an order', async (t) => {
  fc.assert(
    fc.property(instruments, fc.nat({ max: 10_000 }), fc.nat({ max: 10_000 }), (instrument, price, qty) => {
      const product = multiply(toMoney(priceText(instrument, price)), toMoney(qtyText(instrument, qty)))
      return notionalOf(instrument, ticks(price), lots(qty)) === product
    }),
  )
  t.equal(formatMoney(notionalOf(BTC, ticks(6_183_763), lots(12))), '7.4205156')
})
