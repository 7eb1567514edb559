import fc from 'fast-check'
import t from 'tap'
import { validator } from '../../../src/lib/codec/schema.ts'
import { fromInfo, toInfo } from '../../../src/lib/contracts/instrument-info.ts'
import { InstrumentInfo } from '../../../src/lib/contracts/market.ts'
import type { Instrument } from '../../../src/lib/model/instrument.ts'

const info: InstrumentInfo = {
  symbol: 'BTCUSDT',
  venue: 'binance',
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
  status: 'trading',
  tickSize: '0.05',
  lotSize: '0.00001000',
  minPrice: '0.01',
  maxPrice: '1000000.01',
  minQty: '0.000015',
  maxQty: '9000',
  minNotional: '5.00000000',
  maxNotional: '0',
}

t.test('reads steps exactly and rounds limits into the allowed range', async (t) => {
  t.strictSame(fromInfo(info), {
    ok: true,
    value: {
      symbol: 'BTCUSDT',
      venue: 'binance',
      baseAsset: 'BTC',
      quoteAsset: 'USDT',
      status: 'trading',
      priceDecimals: 2,
      tickUnits: 5,
      qtyDecimals: 5,
      lotUnits: 1,
      minPriceTicks: 1,
      maxPriceTicks: 20_000_000,
      minQtyLots: 2,
      maxQtyLots: 900_000_000,
      minNotional: '5',
      maxNotional: '0',
    },
  })
})

t.test('cuts a limit that is too large to count', async (t) => {
  const instrument = fromInfo({ ...info, maxQty: '900000000000000000000' })
  t.equal(instrument.ok && instrument.value.maxQtyLots, Number.MAX_SAFE_INTEGER)
})

t.test('names the field that makes no sense', async (t) => {
  for (const [field, text] of [
    ['tickSize', '0'],
    ['tickSize', '-0.01'],
    ['lotSize', '0.0000000001'],
    ['minQty', '-1'],
    ['maxNotional', 'x'],
    ['minPrice', '1000001'],
    ['minQty', '9001'],
  ] as const) {
    const result = fromInfo({ ...info, [field]: text })
    t.notOk(result.ok)
    t.match(result, { error: new RegExp(field) })
  }
})

t.test('brings every instrument back through a valid message', async (t) => {
  const check = validator(InstrumentInfo)
  const step = fc.record({ decimals: fc.integer({ min: 0, max: 9 }), units: fc.constantFrom(1, 5, 25) })
  const count = fc.integer({ min: 0, max: 2 ** 40 })
  const limits = fc.tuple(count, count).map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const)
  const instruments = fc.record({ price: step, qty: step, prices: limits, quantities: limits })
  fc.assert(
    fc.property(instruments, ({ price, qty, prices: [minPriceTicks, maxPriceTicks], quantities: [minQtyLots, maxQtyLots] }) => {
      const limits = { minPriceTicks, maxPriceTicks, minQtyLots, maxQtyLots }
      const steps = { priceDecimals: price.decimals, tickUnits: price.units, qtyDecimals: qty.decimals, lotUnits: qty.units }
      const names = { symbol: 'X', venue: 'sim', baseAsset: 'A', quoteAsset: 'B', status: 'halted', minNotional: '5', maxNotional: '0.5' } as const
      const instrument: Instrument = { ...names, ...steps, ...limits }
      t.equal(check(toInfo(instrument)).ok, true)
      t.strictSame(fromInfo(toInfo(instrument)), { ok: true, value: instrument })
    }),
  )
})
