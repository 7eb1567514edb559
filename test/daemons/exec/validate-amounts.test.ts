import t, { type Test } from 'tap'
import type { MarketPrices } from '../../../src/daemons/exec/checking.ts'
import { AMOUNT_CHECKS } from '../../../src/daemons/exec/validate-amounts.ts'
import type { Order } from '../../../src/lib/contracts/exec.ts'
import type { Instrument } from '../../../src/lib/model/instrument.ts'
import type { InstrumentRules } from '../../../src/lib/model/instrument-rules.ts'
import { foundBy, instrumentWith, orderWith, pricesOf, rulesWith } from './check-desk.ts'

type Row = readonly [over: Partial<Order>, expected: string]

interface Setting {
  readonly rules?: InstrumentRules
  readonly over?: Partial<Instrument>
  readonly prices?: MarketPrices
}

const found = (over: Partial<Order>, { rules = {}, over: more = {}, prices }: Setting = {}): string =>
  foundBy(AMOUNT_CHECKS, orderWith(over), rulesWith({ instrument: instrumentWith(rules, more), prices: prices ?? null }))

const holds = (t: Test, rows: readonly Row[], setting: Setting = {}): void => {
  for (const [over, expected] of rows) t.equal(found(over, setting), expected, JSON.stringify(over))
}

const MARKET = { type: 'market', price: null } as const
const WORTHLESS = { minNotional: '0', maxNotional: '0' } as const

t.test('a price is on a tick and within its bounds, a stop price too', async (t) => {
  holds(
    t,
    [
      [{ price: '0.01' }, ''],
      [{ price: '0.02' }, ''],
      [{ price: '0.009' }, 'PRICE_TICK 0.01'],
      [{ price: '0.011' }, 'PRICE_TICK 0.01'],
      [{ price: '100.005' }, 'PRICE_TICK 100.01'],
      [{ price: '100.0049' }, 'PRICE_TICK 100'],
      [{ price: '1000000' }, ''],
      [{ price: '999999.99' }, ''],
      [{ price: '1000000.01' }, 'PRICE_RANGE 1000000'],
      [{ price: '9999999.001' }, 'PRICE_TICK 1000000'],
      [{ type: 'stopLimit', stopPrice: '1000000' }, ''],
      [{ type: 'stopLimit', stopPrice: '1000000.01' }, 'PRICE_RANGE stopPrice 1000000'],
      [{ type: 'stopLimit', stopPrice: '0.015', price: '0.015' }, 'PRICE_TICK 0.02, PRICE_TICK stopPrice 0.02'],
    ],
    { over: WORTHLESS },
  )
  const above = { over: { ...WORTHLESS, minPriceTicks: 500 } }
  holds(
    t,
    [
      [{ price: '5' }, ''],
      [{ price: '5.01' }, ''],
      [{ price: '4.99' }, 'PRICE_RANGE 5'],
    ],
    above,
  )
})

t.test('a bound of a price that is zero is none', async (t) => {
  holds(
    t,
    [
      [{ price: '0.01' }, ''],
      [{ price: '90000000000' }, ''],
    ],
    { over: { ...WORTHLESS, minPriceTicks: 0, maxPriceTicks: 0 } },
  )
})

t.test('a quantity is on a lot and within its bounds', async (t) => {
  holds(
    t,
    [
      [{ qty: '0.00001' }, ''],
      [{ qty: '0.00002' }, ''],
      [{ qty: '0.000015' }, 'QTY_STEP 0.00002'],
      [{ qty: '0.000001' }, 'QTY_STEP 0.00001'],
      [{ qty: '9000' }, ''],
      [{ qty: '8999.99999' }, ''],
      [{ qty: '9000.00001' }, 'QTY_RANGE 9000'],
      [{ qty: '1', icebergQty: '0.00001' }, ''],
      [{ qty: '1', icebergQty: '0.000001' }, 'QTY_STEP icebergQty 0.00001'],
    ],
    { over: WORTHLESS },
  )
  const above = { over: { ...WORTHLESS, minQtyLots: 100 } }
  holds(
    t,
    [
      [{ qty: '0.001' }, ''],
      [{ qty: '0.00101' }, ''],
      [{ qty: '0.00099' }, 'QTY_RANGE 0.001'],
      [{ qty: '1', icebergQty: '0.00099' }, 'QTY_RANGE icebergQty 0.001'],
    ],
    above,
  )
})

t.test('a market order keeps to both rules for quantities', async (t) => {
  const market = (rule: NonNullable<InstrumentRules['marketQty']>) => ({ rules: { marketQty: rule }, over: WORTHLESS })
  holds(
    t,
    [
      [{ ...MARKET, qty: '120' }, ''],
      [{ ...MARKET, qty: '119.99999' }, ''],
      [{ ...MARKET, qty: '120.00001' }, 'QTY_RANGE 120'],
      [{ type: 'stop', price: null, stopPrice: '9', qty: '121' }, 'QTY_RANGE 120'],
      [{ qty: '121' }, ''],
      [{ type: 'stopLimit', stopPrice: '9', qty: '121' }, ''],
    ],
    market({ min: '0', max: '120', lot: '0' }),
  )
  const coarse = market({ min: '0.01', max: '0', lot: '0.000025' })
  holds(
    t,
    [
      [{ ...MARKET, qty: '0.01' }, ''],
      [{ ...MARKET, qty: '0.01005' }, ''],
      [{ ...MARKET, qty: '0.01001' }, 'QTY_STEP 0.01'],
      [{ ...MARKET, qty: '0.00995' }, 'QTY_RANGE 0.01'],
    ],
    coarse,
  )
  holds(t, [[{ ...MARKET, qty: '10' }, 'QTY_RANGE']], market({ min: '5', max: '4', lot: '0' }))
})

t.test('an amount of quote has the decimals of the quote asset, and its quantity is left to the venue', async (t) => {
  holds(
    t,
    [
      [{ ...MARKET, quoteQty: '10.12', qty: '0.000001' }, ''],
      [{ ...MARKET, quoteQty: '10.123' }, 'QTY_STEP quoteQty 10.12'],
    ],
    { rules: { quoteDecimals: 2 } },
  )
  t.equal(found({ ...MARKET, quoteQty: '0.000000001' }), 'QTY_STEP quoteQty 0.00000001')
})

t.test('an iceberg has no more parts than allowed', async (t) => {
  const setting = { rules: { maxIcebergPartsCount: 10 } }
  holds(
    t,
    [
      [{ qty: '1', icebergQty: '0.1' }, ''],
      [{ qty: '1', icebergQty: '0.10001' }, ''],
      [{ qty: '1', icebergQty: '0.09999' }, 'ICEBERG_PARTS'],
      [{ qty: '1.00001', icebergQty: '0.1' }, 'ICEBERG_PARTS'],
      [{ qty: '1', icebergQty: '0' }, ''],
    ],
    setting,
  )
  t.equal(found({ qty: '1', icebergQty: '0.00001' }), '')
})

t.test('a trailing distance keeps to the bounds of its side of the market', async (t) => {
  const setting = { rules: { trailing: { minAboveBps: 10, maxAboveBps: 20, minBelowBps: 30, maxBelowBps: 40 } } }
  const rows = (type: Order['type'], side: Order['side'], [low, high]: readonly [number, number]): Row[] => [
    [{ type, side, trailingDeltaBps: low }, ''],
    [{ type, side, trailingDeltaBps: low + 1 }, ''],
    [{ type, side, trailingDeltaBps: low - 1 }, `TRAILING_DELTA ${low}`],
    [{ type, side, trailingDeltaBps: high }, ''],
    [{ type, side, trailingDeltaBps: high + 1 }, `TRAILING_DELTA ${high}`],
  ]
  holds(t, [...rows('stopLimit', 'buy', [10, 20]), ...rows('takeProfitLimit', 'sell', [10, 20])], setting)
  holds(t, [...rows('stopLimit', 'sell', [30, 40]), ...rows('takeProfitLimit', 'buy', [30, 40])], setting)
  t.equal(found({ type: 'stopLimit', trailingDeltaBps: 5_000 }), '')
})

t.test('a value is within its bounds, equality passes', async (t) => {
  holds(t, [
    [{ qty: '0.05' }, ''],
    [{ qty: '0.05001' }, ''],
    [{ qty: '0.04999' }, 'NOTIONAL_MIN 0.05'],
    [{ qty: '0.01', price: '333.33' }, 'NOTIONAL_MIN 0.01501'],
    [{ price: '9000', qty: '1000' }, ''],
    [{ price: '9000', qty: '999.99999' }, ''],
    [{ price: '9000', qty: '1000.00001' }, 'NOTIONAL_MAX 1000'],
    [{ price: '-1' }, ''],
  ])
  holds(
    t,
    [
      [{ qty: '0.00001' }, ''],
      [{ price: '1000000', qty: '9000' }, ''],
    ],
    { over: WORTHLESS },
  )
})

t.test('a market order has a value only where the venue says so, by the price of the venue', async (t) => {
  const both = { minNotionalAtMarket: true, maxNotionalAtMarket: true }
  const rows: readonly Row[] = [
    [{ ...MARKET, qty: '0.05' }, ''],
    [{ ...MARKET, qty: '0.04999' }, 'NOTIONAL_MIN 0.05'],
    [{ ...MARKET, qty: '9000' }, ''],
    [{ type: 'stop', price: null, stopPrice: '1', qty: '0.04999' }, 'NOTIONAL_MIN 0.05'],
    [{ ...MARKET, quoteQty: '5', qty: '9' }, ''],
    [{ ...MARKET, quoteQty: '4.99', qty: '9' }, 'NOTIONAL_MIN 5'],
    [{ ...MARKET, quoteQty: '9000000', qty: '9' }, ''],
    [{ ...MARKET, quoteQty: '9000000.01', qty: '9' }, 'NOTIONAL_MAX 9000000'],
  ]
  holds(t, rows, { rules: both, prices: pricesOf(null, null, '100') })
  const dear = { rules: both, prices: pricesOf(null, null, '10000') }
  holds(
    t,
    [
      [{ ...MARKET, qty: '900' }, ''],
      [{ ...MARKET, qty: '900.00001' }, 'NOTIONAL_MAX 900'],
    ],
    dear,
  )
  t.equal(found({ ...MARKET, qty: '0.00001' }, { rules: { maxNotionalAtMarket: true }, prices: pricesOf(null, null, '100') }), '')
  t.equal(found({ ...MARKET, qty: '0.00001' }), '')
  t.equal(found({ ...MARKET, qty: '0.00001' }, { rules: both }), '?NOTIONAL')
})
