import t from 'tap'
import { execStream } from '../../kit/exec-stream.ts'
import { asked, only, runningDesk, type StratDesk, told } from '../../kit/strat-desk.ts'

const HALF_S = 500_000

const unanswered = (code: string): StratDesk => {
  const desk = runningDesk()
  if (desk.refuse(asked(desk.submit('maker-3-1')).id, code).length > 0) throw new Error(`'${code}' tells something at once`)
  return desk
}

t.test('a refusal by exec reaches the strategy at once', async (t) => {
  const desk = runningDesk()
  const outs = desk.refuse(asked(desk.submit('maker-3-1')).id, 'HALTED', 'reject')
  t.same(told(outs), [{ type: 'refused', intentId: 'maker-3-1', code: 'HALTED' }])
  t.match(desk.state.counters, { refused: 1 })
  t.equal(desk.state.intents.size, 0)
})

t.test('a submit that could not be sent is refused at once', async (t) => {
  const desk = runningDesk()
  t.match(told(desk.refuse(asked(desk.submit('maker-3-1')).id, 'UNREACHABLE')), [{ code: 'UNREACHABLE' }])
})

t.test('an unanswered submit is refused only after the grace and a catch-up', async (t) => {
  const desk = unanswered('TIMEOUT')
  t.same(told(desk.caughtUp()), [], 'within the grace')
  desk.wait(HALF_S)
  t.same(told(desk.caughtUp()), [{ type: 'refused', intentId: 'maker-3-1', code: 'NOT_ACCEPTED' }])
  desk.wait(HALF_S)
  t.same(told(desk.caughtUp()), [], 'once')
})

t.test('an unanswered submit is not refused while exec is away', async (t) => {
  const desk = unanswered('TIMEOUT')
  desk.wait(10 * HALF_S)
  t.same(desk.step({ type: 'exec.lost' }), [])
  t.equal(desk.state.intents.size, 1)
})

t.test('an answer that could not be read leaves the submit undecided', async (t) => {
  const desk = unanswered('BAD_ANSWER')
  desk.wait(2 * HALF_S)
  t.match(told(desk.caughtUp()), [{ code: 'NOT_ACCEPTED' }])
})

t.test('an unanswered submit that exec took lives on', async (t) => {
  const desk = unanswered('TIMEOUT')
  desk.feed(execStream().changed({ intentId: 'maker-3-1', clientOrderId: 't-1', status: 'NEW_LOCAL' }))
  desk.wait(10 * HALF_S)
  t.same(desk.caughtUp(), [])
  t.match(asked(desk.say({ type: 'cancel', intentId: 'maker-3-1' })), { body: { clientOrderId: 't-1' } })
})

t.test('an answer after the order has ended changes nothing', async (t) => {
  const desk = runningDesk()
  const { id } = asked(desk.submit('maker-3-1'))
  desk.feed(execStream().changed({ intentId: 'maker-3-1', status: 'DENIED' }))
  t.same(desk.answer(id, { clientOrderId: 't-1' }), [])
  t.equal(desk.state.intents.size, 0)
})

t.test('a cancel that did not get through is asked again at the next catch-up', async (t) => {
  const desk = runningDesk()
  desk.answer(asked(desk.submit('maker-3-1')).id, { clientOrderId: 't-1' })
  const first = asked(desk.say({ type: 'cancel', intentId: 'maker-3-1' }))
  t.same(desk.refuse(first.id, 'UNREACHABLE'), [])
  const again = asked(desk.caughtUp())
  t.match(again, { method: 'order.cancel', body: { clientOrderId: 't-1' } })
  desk.answer(again.id, { clientOrderIds: ['t-1'] })
  t.same(desk.caughtUp(), [])
})

t.test('a cancel that exec refuses is not asked again', async (t) => {
  const desk = runningDesk()
  desk.answer(asked(desk.submit('maker-3-1')).id, { clientOrderId: 't-1' })
  desk.refuse(asked(desk.say({ type: 'cancel', intentId: 'maker-3-1' })).id, 'UNKNOWN_ORDER', 'reject')
  t.same(desk.caughtUp(), [])
})

const BOOK = { symbol: 'BTCUSDT', updateId: 9, state: 'valid', eventUs: 1, bids: [['60000', '1']], asks: [['60001', '2']] } as const
const snapshotOf = (book: object) => {
  const desk = runningDesk()
  const { id } = asked(desk.say({ type: 'snapshot.wanted', symbol: 'BTCUSDT' }))
  return told(desk.answer(id, { ringEpoch: 2, ringPosition: 77, book }))
}

t.test('a snapshot of a valid book goes to the runner', async (t) => {
  t.same(snapshotOf(BOOK), [{ type: 'snapshot', symbol: 'BTCUSDT', ringEpoch: 2, ringPosition: 77, bid: ['60000', '1'], ask: ['60001', '2'] }])
  t.match(snapshotOf({ ...BOOK, asks: [] }), [{ ask: null }])
})

t.test('a snapshot of a book that is not valid is kept from it', async (t) => {
  t.same(snapshotOf({ ...BOOK, state: 'syncing' }), [])
  const desk = runningDesk()
  t.same(desk.refuse(asked(desk.say({ type: 'snapshot.wanted', symbol: 'BTCUSDT' })).id, 'TIMEOUT'), [])
})

t.test('an answer to nothing is passed over', async (t) => {
  const desk = runningDesk()
  t.same(desk.answer('strat-1-1', { clientOrderId: 't-1' }), [], 'of an earlier incarnation')
  const { id } = asked(desk.submit('maker-3-1'))
  desk.answer(id, { clientOrderId: 't-1' })
  t.same(only(desk.refuse(id, 'HALTED'), 'runner.tell'), [], 'a second answer')
})
