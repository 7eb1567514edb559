import t from 'tap'
import type { Instrument } from '../../../src/lib/model/instrument.ts'
import { publicLots, publicTicks } from '../../../src/lib/model/public-level.ts'

const steps = { priceDecimals: 2, tickUnits: 5, qtyDecimals: 3, lotUnits: 25 }
const names = { symbol: 'X', venue: 'sim', baseAsset: 'A', quoteAsset: 'B', status: 'trading' } as const
const limits = { minPriceTicks: 1, maxPriceTicks: 9, minQtyLots: 1, maxQtyLots: 9, minNotional: '0', maxNotional: '0' }
const instrument: Instrument = { ...names, ...steps, ...limits }

t.test('counts prices in ticks and refuses one off the tick', async (t) => {
  t.equal(publicTicks(instrument, '10.05000000'), 201)
  t.equal(publicTicks(instrument, '0.00'), 0)
  for (const text of ['10.01', '10.051', 'x', '']) t.ok(Number.isNaN(publicTicks(instrument, text)), `'${text}'`)
})

t.test('counts sizes in lots and a rest as one more, so that no level vanishes', async (t) => {
  t.equal(publicLots(instrument, '0.050'), 2)
  t.equal(publicLots(instrument, '0.051'), 3)
  t.equal(publicLots(instrument, '0.0000001'), 1)
  t.equal(publicLots({ ...instrument, lotUnits: 1 }, '25.4261890'), 25_427)
  t.equal(publicLots(instrument, '0.00000000'), 0)
  for (const text of ['-1', '1e3', '']) t.ok(Number.isNaN(publicLots(instrument, text)), `'${text}'`)
})
