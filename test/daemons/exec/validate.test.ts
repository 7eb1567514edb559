import t from 'tap'
import type { Instrument } from '../../../src/lib/model/instrument.ts'
import { btcusdt } from '../../kit/market-texts.ts'
import { instrumentWith, orderWith, pricesOf, registryOf, rulesWith, verdictOf } from './check-desk.ts'

t.test('only a symbol that trades takes orders', async (t) => {
  const at = (status: Instrument['status']): string => verdictOf(orderWith(), rulesWith({ instrument: { ...btcusdt, status } }))
  t.equal(at('trading'), '')
  t.equal(at('cancelOnly'), 'SYMBOL_NOT_TRADING')
  t.equal(at('halted'), 'SYMBOL_NOT_TRADING')
  t.equal(verdictOf(orderWith(), rulesWith({ instrument: undefined })), 'UNKNOWN_SYMBOL')
})

t.test('every failed check is told, in a fixed order', async (t) => {
  const instrument = instrumentWith(
    {
      maxOrdersCount: 1,
      maxPosition: '1',
      maxIcebergPartsCount: 2,
      percent: { buy: { up: '1', down: '1' }, sell: { up: '1', down: '1' } },
    },
    { status: 'halted' },
  )
  const registry = registryOf([{ side: 'sell', price: '1' }])
  const order = orderWith({ price: '0.015', qty: '0.000015', icebergQty: '0.00001', tif: 'gtd', expiresUs: 5 })
  const rules = rulesWith({ instrument, registry, prices: pricesOf('99', '101', '100') })
  const codes = [
    ...['SYMBOL_NOT_TRADING', 'BAD_FIELDS tif', 'BAD_FIELDS icebergQty', 'EXPIRE_IN_PAST', 'PRICE_TICK 0.02', 'QTY_STEP 0.00002'],
    ...['NOTIONAL_MIN 333.33334', 'PERCENT_PRICE 100', 'OPEN_ORDERS_MAX'],
  ]
  t.equal(verdictOf(order, rules), codes.join(', '))
})

t.test('a check that needs prices is told as not made beside the others', async (t) => {
  const instrument = instrumentWith({ percent: { buy: { up: '1', down: '1' }, sell: { up: '1', down: '1' } } })
  t.equal(
    verdictOf(orderWith({ type: 'limitMaker', qty: '0.000015' }), rulesWith({ instrument })),
    'QTY_STEP 0.00002, NOTIONAL_MIN 0.05, ?PERCENT_PRICE, ?WOULD_TAKE',
  )
})
