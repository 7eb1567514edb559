import t from 'tap'
import { isTrusted } from '../../../src/daemons/risk/verdict.ts'
import { execStream } from '../../kit/exec-stream.ts'
import { openDesk, RISK_CONFIG, riskDesk } from '../../kit/risk-desk.ts'

t.test('exec is trusted when followed to the end and half a second after the start', async (t) => {
  const { state, feed } = riskDesk()
  t.equal(isTrusted(state, state.trustedFromUs), false)
  feed()
  t.equal(isTrusted(state, state.trustedFromUs - 1), false)
  t.equal(isTrusted(state, state.trustedFromUs), true)
})

t.test('the worked examples: 1.2 held, 0.5 to buy and 0.3 to sell', async (t) => {
  const stream = execStream()
  const desk = openDesk(
    RISK_CONFIG,
    stream.filled({ qty: '1.2' }),
    stream.changed({ clientOrderId: 'b', side: 'buy', qty: '0.5' }),
    stream.changed({ clientOrderId: 's', side: 'sell', qty: '0.3' }),
  )
  t.strictSame(desk.codes({ clientOrderId: '1', qty: '0.4' }), ['POSITION_MAX'])
  t.strictSame(desk.codes({ clientOrderId: '2', side: 'sell', qty: '1', reduceOnly: true }), ['ORDER_NOTIONAL_MAX', 'REDUCE_ONLY'])
  t.strictSame(desk.codes({ clientOrderId: '3', qty: '0.3' }), [])
  t.strictSame(desk.codes({ clientOrderId: '4', qty: '0.1' }), ['POSITION_MAX'])
  desk.mark('59000')
  t.strictSame(desk.codes({ clientOrderId: '5', side: 'sell', qty: '0.5', price: '62100' }), ['PRICE_COLLAR'])
  t.strictSame(desk.codes({ clientOrderId: '6', side: 'sell', qty: '0.5', price: '61950' }), [])
})

t.test('counts verdicts and failed checks', async (t) => {
  const desk = openDesk()
  desk.codes({ clientOrderId: 'a' })
  desk.codes({ clientOrderId: 'b', qty: '11' })
  const { allowed, denied, codes } = desk.state.counts
  t.strictSame([allowed, denied, codes.get('ORDER_QTY_MAX'), codes.get('HALTED')], [1, 1, 1, undefined])
})

t.test('reads the limits of a symbol once', async (t) => {
  const desk = openDesk()
  desk.codes()
  const [limits] = desk.state.limits.values()
  desk.codes()
  t.equal(desk.state.limits.get('BTCUSDT'), limits)
})
