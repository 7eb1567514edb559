import t from 'tap'
import { execStream } from '../../kit/exec-stream.ts'
import { asked, INTENT, only, runningDesk } from '../../kit/strat-desk.ts'

t.test('carries an order to exec under its own id', async (t) => {
  const desk = runningDesk()
  t.same(asked(desk.submit('maker-3-1')), {
    type: 'rpc.request',
    id: 'strat-3-2',
    service: 'exec',
    method: 'order.submit',
    body: INTENT,
    timeoutUs: 500_000,
    correlationId: 'maker-3-1',
  })
  t.match(desk.state.counters, { intents: 1 })
})

t.test('numbers its requests within an epoch', async (t) => {
  const desk = runningDesk()
  const ids = ['a', 'b', 'c'].map((intentId) => asked(desk.submit(intentId)).id)
  t.same(ids, ['strat-3-2', 'strat-3-3', 'strat-3-4'])
})

t.test('cancels an order whose id it knows at once', async (t) => {
  const desk = runningDesk()
  desk.answer(asked(desk.submit('maker-3-1')).id, { clientOrderId: 't-1' })
  t.match(asked(desk.say({ type: 'cancel', intentId: 'maker-3-1' })), {
    service: 'exec',
    method: 'order.cancel',
    body: { clientOrderId: 't-1' },
    correlationId: 'maker-3-1',
  })
})

t.test('a cancel wanted before the id is known goes out with the answer', async (t) => {
  const desk = runningDesk()
  const submit = asked(desk.submit('maker-3-1'))
  t.same(desk.say({ type: 'cancel', intentId: 'maker-3-1' }), [])
  t.match(asked(desk.answer(submit.id, { clientOrderId: 't-1' })), { method: 'order.cancel', body: { clientOrderId: 't-1' } })
  t.same(only(desk.caughtUp(), 'rpc.request'), [], 'and only once')
})

t.test('a cancel wanted before the id is known goes out with the event that tells it', async (t) => {
  const desk = runningDesk()
  desk.submit('maker-3-1')
  desk.say({ type: 'cancel', intentId: 'maker-3-1' })
  const event = execStream().changed({ intentId: 'maker-3-1', clientOrderId: 't-7', status: 'NEW_LOCAL' })
  t.match(asked(desk.feed(event)), { method: 'order.cancel', body: { clientOrderId: 't-7' } })
})

t.test('a cancel for an order that has ended asks for nothing', async (t) => {
  const desk = runningDesk()
  desk.answer(asked(desk.submit('maker-3-1')).id, { clientOrderId: 't-1' })
  desk.feed(execStream().changed({ intentId: 'maker-3-1', status: 'FILLED' }))
  t.same(desk.say({ type: 'cancel', intentId: 'maker-3-1' }), [])
  t.same(desk.say({ type: 'cancel', intentId: 'nobody' }), [])
})

t.test('asks md for the snapshot that the runner wants', async (t) => {
  t.match(asked(runningDesk().say({ type: 'snapshot.wanted', symbol: 'BTCUSDT' })), { service: 'md', method: 'md.snapshot', body: { symbol: 'BTCUSDT' } })
})
