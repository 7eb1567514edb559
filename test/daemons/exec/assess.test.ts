import t from 'tap'
import { assess } from '../../../src/daemons/exec/assess.ts'
import { instrumentWith, orderWith } from './check-desk.ts'
import { intent, Rig } from './rig.ts'

const percent = { percent: { buy: { up: '5', down: '0.2' }, sell: { up: '5', down: '0.2' } } }

t.test('a refusal names every code once, and each field with a valid value', async (t) => {
  const turn = new Rig().start().turn()
  t.strictSame(assess(turn, orderWith({ price: '100.005', qty: '0.000014', stopPrice: '0', icebergQty: '0' })), {
    refusal: {
      code: 'VALIDATION',
      category: 'reject',
      message: "order for 'BTCUSDT' is refused: BAD_FIELDS NON_POSITIVE PRICE_TICK QTY_STEP NOTIONAL_MIN",
      hint: 'BAD_FIELDS stopPrice, NON_POSITIVE stopPrice, NON_POSITIVE icebergQty, PRICE_TICK nearest 100.01, QTY_STEP nearest 0.00001, NOTIONAL_MIN nearest 0.05',
    },
  })
})

t.test('what could not be checked is said, whether the order passes or not', async (t) => {
  const rig = new Rig().start()
  rig.state.instruments.set('BTCUSDT', instrumentWith(percent))
  t.strictSame(assess(rig.turn(), orderWith({ type: 'limitMaker' })), { refusal: null, hint: 'not checked without market prices: PERCENT_PRICE WOULD_TAKE' })
  t.match(assess(rig.turn(), orderWith({ qty: '9001' })).refusal, { hint: /^QTY_RANGE nearest 9000, .*not checked without market prices: PERCENT_PRICE$/ })
  rig.state.registry.halts.set('*', 'K1')
  t.match(assess(rig.turn(), orderWith()), { refusal: { code: 'HALTED' }, hint: /PERCENT_PRICE/ })
})

t.test('the submitter of an order hears what was not checked, and hears it again after a restart', async (t) => {
  const rig = new Rig().start()
  rig.state.instruments.set('BTCUSDT', instrumentWith(percent))
  const first = rig.request('order.submit', intent())
  t.match(first, { ok: true, body: { hint: 'not checked without market prices: PERCENT_PRICE' } })
  t.match(rig.request('order.check', intent({ intentId: 'i2', price: '90' })), { ok: true, body: { code: '', hint: /PERCENT_PRICE/ } })
  rig.run(10_000)
  t.same(rig.restart(2).request('order.submit', intent()), first)
})
