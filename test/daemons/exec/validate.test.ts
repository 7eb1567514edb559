import t from 'tap'
import type { SubmitRequest } from '../../../src/lib/contracts/exec.ts'
import { intent, Rig } from './rig.ts'

const codesOf = (rig: Rig, over: Partial<SubmitRequest>): string => {
  const answer = rig.request('order.submit', intent({ intentId: `v${rig.frames.length}`, ...over }))
  return answer.ok ? 'ok' : (answer.error.message.split(': ')[1] ?? answer.error.code)
}

t.test('limits hold, equality passes', async (t) => {
  const cases: readonly (readonly [Partial<SubmitRequest>, string])[] = [
    [{ price: '100.01' }, 'ok'],
    [{ price: '100.001' }, 'PRICE_TICK'],
    [{ price: '0.01', qty: '500' }, 'ok'],
    [{ price: '1000000', qty: '9' }, 'ok'],
    [{ price: '1000000.01', qty: '1' }, 'PRICE_RANGE'],
    [{ qty: '0.000015' }, 'QTY_STEP NOTIONAL_MIN'.split(' ')[0] ?? ''],
    [{ qty: '9000', price: '1' }, 'ok'],
    [{ qty: '9000.00001', price: '1' }, 'QTY_RANGE'],
    [{ price: '100', qty: '0.05' }, 'ok'],
    [{ price: '100', qty: '0.04999' }, 'NOTIONAL_MIN'],
    [{ price: '9000', qty: '1000' }, 'ok'],
    [{ price: '9000.01', qty: '1000' }, 'NOTIONAL_MAX'],
    [{ qty: '0' }, 'NON_POSITIVE'],
    [{ price: '-1' }, 'NON_POSITIVE'],
    [{ type: 'limitMaker', tif: 'ioc', price: '101' }, 'BAD_FIELDS'],
    [{ symbol: 'NOPE' }, 'UNKNOWN_SYMBOL'],
    [{ type: 'market', qty: '3' }, 'ok'],
  ]
  for (const [over, expected] of cases) {
    const rig = new Rig().start()
    t.match(codesOf(rig, over), new RegExp(`^${expected}`), JSON.stringify(over))
  }
})

t.test('a limit order needs a price', async (t) => {
  const rig = new Rig().start()
  const { price: _price, ...rest } = intent({ intentId: 'n' })
  t.match(rig.request('order.submit', rest), { ok: false, error: { message: /BAD_FIELDS/ } })
})

t.test('the same order twice is a slip for half a second', async (t) => {
  const rig = new Rig().start()
  t.equal(codesOf(rig, {}), 'ok')
  t.equal(codesOf(rig, {}), 'DUPLICATE')
  t.equal(codesOf(rig, { price: '99' }), 'ok')
  t.equal(codesOf(rig, { strategyId: 'other' }), 'ok')
  rig.run(600_000)
  t.equal(codesOf(rig, {}), 'ok')
})

t.test('an order that ended without a fill may be sent again at once', async (t) => {
  const rig = new Rig().start()
  t.equal(codesOf(rig, {}), 'ok')
  rig.run(10_000)
  rig.request('order.cancel', { all: true })
  rig.run(10_000)
  t.equal(codesOf(rig, {}), 'ok')
})

t.test('a reducing order stays within the position', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(10_000)
  t.equal(codesOf(rig, { side: 'sell', reduceOnly: true }), 'REDUCE_ONLY')
  rig.text(rig.venue.tradeReport(id, rig.venue.fill(id, '1', '1')))
  rig.run(10_000)
  t.equal(codesOf(rig, { side: 'buy', reduceOnly: true, price: '98' }), 'REDUCE_ONLY')
  t.equal(codesOf(rig, { side: 'sell', reduceOnly: true, qty: '0.6' }), 'ok')
  t.equal(codesOf(rig, { side: 'sell', reduceOnly: true, qty: '0.5' }), 'REDUCE_ONLY')
  t.equal(codesOf(rig, { side: 'sell', reduceOnly: true, qty: '0.4' }), 'ok')
})
