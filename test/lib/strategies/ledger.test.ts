import fc from 'fast-check'
import t from 'tap'
import { parseScaled } from '../../../src/lib/base/decimal.ts'
import { lots, ticks } from '../../../src/lib/base/units.ts'
import type { Order } from '../../../src/lib/contracts/exec.ts'
import { Ledger } from '../../../src/lib/strategies/ledger.ts'
import type { WantedOrder } from '../../../src/lib/strategies/strategy.ts'
import { btc } from '../../kit/ring.ts'

const wanted: WantedOrder = { symbol: 'BTCUSDT', side: 'buy', type: 'limitMaker', tif: 'gtc', priceTicks: ticks(6_000_012), qtyLots: lots(100) }
const at = { instrument: btc, causeMonoUs: 12.5 }

const begun = (qty = '0'): Ledger => {
  const ledger = new Ledger()
  ledger.begin('maker', [{ symbol: 'BTCUSDT', qty }])
  return ledger
}

/** Only what the ledger reads of an order. */
const order = (intentId: string, status: Order['status']): Order => ({ intentId, status }) as Order

t.test('writes an order in decimals of its symbol', async (t) => {
  t.same(begun().request('maker-1-1', wanted, at), {
    intentId: 'maker-1-1',
    strategyId: 'maker',
    symbol: 'BTCUSDT',
    side: 'buy',
    type: 'limitMaker',
    tif: 'gtc',
    price: '60000.12',
    qty: '0.001',
    postOnly: true,
    reduceOnly: false,
    causeMonoUs: 12.5,
  })
  const coarse = { ...btc, tickUnits: 5, lotUnits: 20 }
  t.match(begun().request('i', wanted, { ...at, instrument: coarse }), { price: '300000.6', qty: '0.02' })
})

t.test('a market order has no price, a timer no cause', async (t) => {
  const { priceTicks: _none, ...market } = wanted
  const request = begun().request('i', { ...market, type: 'market', tif: 'ioc', reduceOnly: true }, { instrument: btc, causeMonoUs: null })
  t.notOk('price' in request)
  t.notOk('causeMonoUs' in request)
  t.match(request, { postOnly: false, reduceOnly: true })
})

t.test('an order for a symbol that the ring does not know is a bug of the strategy', async (t) => {
  t.throws(() => begun().request('i', wanted, { ...at, instrument: undefined }), { message: /'maker' orders unknown symbol 'BTCUSDT'/ })
})

t.test('an order is open from the wish to its end', async (t) => {
  const ledger = begun()
  ledger.request('a', wanted, at)
  t.same(ledger.openOrders('BTCUSDT'), [{ ...wanted, intentId: 'a', status: 'REQUESTED' }])
  t.same(ledger.openOrders('ETHUSDT'), [])
  for (const status of ['NEW_LOCAL', 'SENT', 'UNKNOWN', 'WORKING', 'PARTIAL'] as const) {
    ledger.setOrder(order('a', status))
    t.match(ledger.openOrders('BTCUSDT'), [{ intentId: 'a', status, priceTicks: 6_000_012 }])
  }
  ledger.setOrder(order('a', 'FILLED'))
  t.same(ledger.openOrders('BTCUSDT'), [])
  ledger.setOrder(order('a', 'WORKING'))
  t.same(ledger.openOrders('BTCUSDT'), [], 'an order of an earlier incarnation is not adopted')
})

t.test('a market order that works gets no price', async (t) => {
  const ledger = begun()
  const { priceTicks: _none, ...market } = wanted
  ledger.request('a', { ...market, type: 'market' }, at)
  ledger.setOrder(order('a', 'PARTIAL'))
  t.notOk('priceTicks' in (ledger.openOrders('BTCUSDT')[0] ?? {}))
})

t.test('a refused order is not open', async (t) => {
  const ledger = begun()
  ledger.request('a', wanted, at)
  ledger.remove('a')
  t.same(ledger.openOrders('BTCUSDT'), [])
})

t.test('positions are whole lots, rounded toward zero', async (t) => {
  const ledger = begun('0.000999')
  t.equal(ledger.position('BTCUSDT', btc), 99)
  ledger.setPosition('BTCUSDT', '-0.000999999999999999')
  t.equal(ledger.position('BTCUSDT', btc), -99)
  t.equal(ledger.position('ETHUSDT', btc), 0)
  t.equal(ledger.position('BTCUSDT', undefined), 0)
})

t.test('a position in lots is never further from zero than the position', async (t) => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.integer({ min: 1, max: 1_000 }), (units, lotUnits) => {
      const negative = units < 0n
      const digits = (negative ? -units : units).toString().padStart(19, '0')
      const text = `${negative ? '-' : ''}${digits.slice(0, -18)}.${digits.slice(-18)}`
      const ledger = begun(text)
      const lot = 10n ** 13n * BigInt(lotUnits)
      const whole = BigInt(ledger.position('BTCUSDT', { ...btc, lotUnits })) * lot
      const rest = (parseScaled(text, 18) ?? 0n) - whole
      return (rest < 0n ? -rest : rest) < lot && (units < 0n ? rest <= 0n : rest >= 0n)
    }),
  )
  t.pass('holds')
})
