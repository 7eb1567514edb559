import t from 'tap'
import type { Rules } from '../../../src/daemons/exec/checking.ts'
import { ACCOUNT_CHECKS } from '../../../src/daemons/exec/validate-account.ts'
import { toMoney } from '../../../src/lib/base/money.ts'
import type { Order } from '../../../src/lib/contracts/exec.ts'
import type { InstrumentRules } from '../../../src/lib/model/instrument-rules.ts'
import { foundBy, instrumentWith, orderWith, registryOf, rulesWith } from './check-desk.ts'

const STP = { selfTradePrevention: 'none' } as const

const found = (over: Partial<Order>, orders: readonly Partial<Order>[], more: Partial<Rules> & { readonly limits?: InstrumentRules } = {}): string => {
  const { limits = {}, ...rules } = more
  return foundBy(ACCOUNT_CHECKS, orderWith(over), rulesWith({ instrument: instrumentWith(limits), registry: registryOf(orders), ...rules }))
}

const times = (count: number, over: Partial<Order> = {}): Partial<Order>[] => Array.from({ length: count }, () => ({ price: '10', ...over }))

t.test('one more order may be open than are, counting those without an answer', async (t) => {
  const limits = { maxOrdersCount: 3 }
  t.equal(found({}, times(2), { limits }), '')
  t.equal(found({}, times(3), { limits }), 'OPEN_ORDERS_MAX')
  for (const status of ['NEW_LOCAL', 'SENT', 'UNKNOWN', 'PARTIAL'] as const) t.equal(found({}, times(3, { status }), { limits }), 'OPEN_ORDERS_MAX', status)
  t.equal(found({}, times(3, { status: 'FILLED' }), { limits }), '')
  t.equal(found({}, times(3, { symbol: 'ETHUSDT' }), { limits }), '')
  t.equal(found({}, times(300)), '')
})

t.test('conditional orders and icebergs have counts of their own', async (t) => {
  const limits = { maxConditionalCount: 2, maxIcebergCount: 2 }
  const stop = { type: 'stopLimit', stopPrice: '9' } as const
  const iceberg = { icebergQty: '0.5' }
  t.equal(found(stop, times(1, stop), { limits }), '')
  t.equal(found(stop, times(2, stop), { limits }), 'OPEN_ORDERS_MAX type')
  t.equal(found({}, times(2, stop), { limits }), '')
  t.equal(found(iceberg, times(1, iceberg), { limits }), '')
  t.equal(found(iceberg, times(2, iceberg), { limits }), 'OPEN_ORDERS_MAX icebergQty')
  t.equal(found({}, times(2, iceberg), { limits }), '')
})

t.test('buying stays within the most that may be held', async (t) => {
  const limits = { maxPosition: '10' }
  const holdings = new Map([['BTC', toMoney('4')]])
  const open = [{ price: '10', qty: '3', filledQty: '1' }]
  t.equal(found({ qty: '4' }, open, { limits, holdings }), '')
  t.equal(found({ qty: '3.99999' }, open, { limits, holdings }), '')
  t.equal(found({ qty: '4.00001' }, open, { limits, holdings }), 'VENUE_POSITION_MAX 4')
  t.equal(found({ qty: '40', side: 'sell', ...STP }, open, { limits, holdings }), '')
  t.equal(found({ qty: '10' }, [], { limits }), '')
  t.equal(found({ qty: '10.1' }, [], { limits }), 'VENUE_POSITION_MAX 10')
  t.equal(found({ qty: '1' }, [], { limits, holdings: new Map([['BTC', toMoney('10')]]) }), 'VENUE_POSITION_MAX')
  t.equal(found({ qty: '1' }, [], { limits, holdings: null }), '?VENUE_POSITION_MAX')
  t.equal(found({ qty: '9000' }, [], { holdings }), '')
})

t.test('an order does not meet one of the same account, unless it says what is to happen then', async (t) => {
  const asks = [{ side: 'sell', price: '101' }] as const
  const bids = [{ side: 'buy', price: '99', strategyId: 'other' }] as const
  const refused = 'SELF_TRADE selfTradePrevention'
  t.equal(found({ price: '100.99' }, asks), '')
  t.equal(found({ price: '101' }, asks), refused)
  t.equal(found({ price: '101.01' }, asks), refused)
  t.equal(found({ price: '101', ...STP }, asks), '')
  t.equal(found({ side: 'sell', price: '99.01' }, bids), '')
  t.equal(found({ side: 'sell', price: '99' }, bids), refused)
  t.equal(found({ side: 'sell', price: '98.99' }, bids), refused)
  t.equal(found({ side: 'buy', price: '101' }, bids), '')
  t.equal(found({ price: '101' }, [{ ...asks[0], status: 'CANCELED' }]), '')
  t.equal(found({ price: '101' }, [{ ...asks[0], type: 'stopLimit', stopPrice: '90' }]), '')
  t.equal(found({ price: '101', type: 'stopLimit', stopPrice: '100' }, asks), '')
  t.equal(found({ price: null, type: 'market' }, asks), '?SELF_TRADE')
  t.equal(found({ price: null, type: 'market' }, bids), '')
})

t.test('the same order twice is a slip inside the window, whatever the terms are', async (t) => {
  const { nowUs } = rulesWith()
  const first = (agoUs: number, over: Partial<Order> = {}): Partial<Order>[] => [{ createdUs: nowUs - agoUs, ...over }]
  t.equal(found({}, first(0)), 'DUPLICATE')
  t.equal(found({}, first(499_999)), 'DUPLICATE')
  t.equal(found({}, first(500_000)), '')
  t.equal(found({ price: '100.01' }, first(0)), '')
  t.equal(found({ strategyId: 'other' }, first(0)), '')
  t.equal(found({}, first(0, { status: 'CANCELED' })), '')
  t.equal(found({}, first(0, { status: 'CANCELED', filledQty: '0.1' })), 'DUPLICATE')
  const stop = { type: 'stop', price: null, stopPrice: '90' } as const
  t.equal(found(stop, first(0, stop)), 'DUPLICATE')
  t.equal(found({ ...stop, stopPrice: '91' }, first(0, stop)), '')
})

t.test('a reducing order stays within what is held and not on its way out', async (t) => {
  const reduce = { reduceOnly: true, side: 'sell', price: '200' } as const
  const held = (orders: readonly Partial<Order>[], qty: string) => ({ registry: registryOf(orders, { BTCUSDT: qty }) })
  t.equal(found({ ...reduce, qty: '2' }, [], held([], '2')), '')
  t.equal(found({ ...reduce, qty: '1.99999' }, [], held([], '2')), '')
  t.equal(found({ ...reduce, qty: '2.00001' }, [], held([], '2')), 'REDUCE_ONLY 2')
  const leaving = [{ side: 'sell', price: '300', qty: '1.5', filledQty: '0.5' }] as const
  t.equal(found({ ...reduce, qty: '1' }, [], held(leaving, '2')), '')
  t.equal(found({ ...reduce, qty: '1.00001' }, [], held(leaving, '2')), 'REDUCE_ONLY 1')
  t.equal(found({ ...reduce, side: 'buy' }, [], held([], '2')), 'REDUCE_ONLY')
  t.equal(found({ ...reduce, side: 'buy', qty: '2' }, [], held([], '-2')), '')
  t.equal(found(reduce, [], held([], '0')), 'REDUCE_ONLY')
})
