import t from 'tap'
import { execStream } from '../../kit/exec-stream.ts'
import { runningDesk, stratDesk, told } from '../../kit/strat-desk.ts'

t.test('tells the strategy of its orders and fills', async (t) => {
  const desk = runningDesk()
  const stream = execStream()
  desk.submit('maker-3-1')
  t.match(told(desk.feed(stream.changed({ intentId: 'maker-3-1', status: 'WORKING' }))), [{ type: 'order', order: { status: 'WORKING' } }])
  t.equal(desk.state.orders.size, 1)
  const fill = stream.filled({ qty: '0.001', fee: '0.000001', feeAsset: 'BTC' })
  t.match(told(desk.feed(fill)), [{ type: 'fill', position: '0.000999', fill: { qty: '0.001' } }])
  desk.feed(stream.changed({ intentId: 'maker-3-1', status: 'FILLED' }))
  t.equal(desk.state.orders.size, 0)
  t.equal(desk.state.intents.size, 0)
  t.match(desk.state.counters, { fills: 1 })
})

t.test('a sale takes from the position, and its base fee as well', async (t) => {
  const desk = runningDesk()
  const fill = execStream().filled({ side: 'sell', qty: '0.002', fee: '0.0000000001', feeAsset: 'BTC' })
  t.match(told(desk.feed(fill)), [{ position: '-0.0020000001' }])
})

t.test('a fee in another asset leaves the position alone', async (t) => {
  for (const feeAsset of ['USDT', 'BNB']) {
    t.match(told(runningDesk().feed(execStream().filled({ qty: '0.002', fee: '0.5', feeAsset }))), [{ position: '0.002' }], feeAsset)
  }
})

t.test('passes over what belongs to others', async (t) => {
  const desk = runningDesk()
  const stream = execStream()
  t.same(desk.feed(stream.changed({ strategyId: 'cli' }), stream.filled({ strategyId: 'cli' }), stream.reconciled({ USDT: '5' }, true)), [])
  t.equal(desk.state.positions.size, 0)
  t.equal(desk.state.orders.size, 0)
})

t.test('keeps its past to itself until the strategy has begun', async (t) => {
  const desk = stratDesk()
  const stream = execStream()
  t.same(desk.feed(stream.changed({ status: 'WORKING' }), stream.filled({})), [])
  t.equal(desk.state.orders.size, 1)
  t.equal(desk.state.positions.size, 1)
})
