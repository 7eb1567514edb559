import t from 'tap'
import type { MarketPrices } from '../../../src/daemons/exec/checking.ts'
import { PRICE_CHECKS } from '../../../src/daemons/exec/validate-prices.ts'
import type { Order } from '../../../src/lib/contracts/exec.ts'
import type { InstrumentRules } from '../../../src/lib/model/instrument-rules.ts'
import { foundBy, instrumentWith, orderWith, pricesOf, rulesWith } from './check-desk.ts'

const found = (over: Partial<Order>, rules: InstrumentRules, prices: MarketPrices | null): string =>
  foundBy(PRICE_CHECKS, orderWith(over), rulesWith({ instrument: instrumentWith(rules), prices }))

const percent = { percent: { buy: { up: '1.1', down: '0.5' }, sell: { up: '2', down: '0.9' } } }

t.test('a price stays within the factors of its side, equality passes', async (t) => {
  const cases: readonly (readonly [Partial<Order>, string])[] = [
    [{ price: '110' }, ''],
    [{ price: '109.99' }, ''],
    [{ price: '110.01' }, 'PERCENT_PRICE 110'],
    [{ price: '50' }, ''],
    [{ price: '50.01' }, ''],
    [{ price: '49.99' }, 'PERCENT_PRICE 50'],
    [{ side: 'sell', price: '200' }, ''],
    [{ side: 'sell', price: '200.01' }, 'PERCENT_PRICE 200'],
    [{ side: 'sell', price: '90' }, ''],
    [{ side: 'sell', price: '89.99' }, 'PERCENT_PRICE 90'],
    [{ type: 'stopLimit', stopPrice: '1', price: '110.01' }, 'PERCENT_PRICE 110'],
    [{ type: 'market', price: null }, ''],
  ]
  for (const [over, expected] of cases) t.equal(found(over, percent, pricesOf(null, null, '100')), expected, JSON.stringify(over))
})

t.test('factors are compared without dividing', async (t) => {
  const mean = pricesOf(null, null, '33.333333333333333333')
  t.equal(found({ price: '36.66' }, percent, mean), '')
  t.equal(found({ price: '36.67' }, percent, mean), 'PERCENT_PRICE 36.66')
  t.equal(found({ price: '16.67' }, percent, mean), '')
  t.equal(found({ price: '16.66' }, percent, mean), 'PERCENT_PRICE 16.67')
})

t.test('a factor of zero is none, and a rule without a price is not checked', async (t) => {
  const open = { percent: { buy: { up: '0', down: '0' }, sell: { up: '0', down: '0' } } }
  t.equal(found({ price: '1000000' }, open, pricesOf(null, null, '1')), '')
  t.equal(found({}, {}, null), '')
  t.equal(found({}, percent, null), '?PERCENT_PRICE')
  t.equal(found({}, percent, pricesOf('99', '101', null)), '?PERCENT_PRICE')
})

t.test('a post-only order stands behind the other side', async (t) => {
  const maker = (over: Partial<Order>): string => found({ type: 'limitMaker', ...over }, {}, pricesOf('99', '101', null))
  t.equal(maker({ price: '100.99' }), '')
  t.equal(maker({ price: '101' }), 'WOULD_TAKE 100.99')
  t.equal(maker({ price: '101.01' }), 'WOULD_TAKE 100.99')
  t.equal(maker({ side: 'sell', price: '99.01' }), '')
  t.equal(maker({ side: 'sell', price: '99' }), 'WOULD_TAKE 99.01')
  t.equal(found({ price: '200' }, {}, pricesOf('99', '101', null)), '')
  t.equal(found({ type: 'limitMaker' }, {}, null), '?WOULD_TAKE')
  t.equal(found({ type: 'limitMaker' }, {}, pricesOf('99', null, null)), '?WOULD_TAKE')
  t.equal(found({ type: 'limitMaker', side: 'sell' }, {}, pricesOf('99', null, null)), '')
})
