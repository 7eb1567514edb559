import t from 'tap'
import type { FaultPlan } from '../../../../src/lib/contracts/faults.ts'
import { type Json, SimDesk } from '../../../kit/sim-desk.ts'

const DEPTH = '/ws/btcusdt@depth@100ms'
const desk = (faults: FaultPlan): SimDesk => new SimDesk({ config: { faults } })

const watch = (faults: FaultPlan, forUs = 30_000_000): { readonly texts: readonly string[]; readonly desk: SimDesk } => {
  const one = desk(faults)
  const socket = one.open(DEPTH)
  one.advance(forUs)
  return { texts: one.texts(socket), desk: one }
}
const holes = (texts: readonly string[]): number => {
  const diffs = texts.map((text) => JSON.parse(text) as Json)
  return diffs.filter(({ U }, index) => index > 0 && Number(U) !== Number(diffs[index - 1]?.['u']) + 1).length
}
const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '50000' }

t.test('drops, doubles and swaps diffs, the same ones for the same seed', async (t) => {
  const clean = watch({}).texts
  t.equal(holes(clean), 0)
  const dropped = watch({ drop: 0.1 })
  t.equal(dropped.texts.length, clean.length - (dropped.desk.venue.faults.counts.get('drop') ?? 0))
  t.ok(holes(dropped.texts) > 5)
  t.strictSame(watch({ drop: 0.1 }).texts, dropped.texts)
  const doubled = watch({ dup: 0.1 })
  t.equal(doubled.texts.length, clean.length + (doubled.desk.venue.faults.counts.get('dup') ?? 0))
  const swapped = watch({ swap: 0.1 }).texts
  t.ok(holes(swapped) > 5)
  t.ok(Math.abs(new Set(swapped).size - clean.length) <= 1)
})

t.test('delays frames without changing their order', async (t) => {
  const delayed = watch({ delay: 400, 'stream-latency': 50, 'stream-tail': 20 }).texts
  t.equal(holes(delayed), 0)
  t.ok(delayed.length > 250)
})

t.test('garbles frames', async (t) => {
  const { texts, desk: one } = watch({ garble: 0.2 })
  const unreadable = texts.filter((text) => {
    try {
      return (JSON.parse(text) as Json)['e'] === undefined
    } catch {
      return true
    }
  })
  t.ok(unreadable.length > 5)
  t.ok(one.outs.some(({ type }) => type === 'socket.binary'))
})

t.test('serves snapshots that are too old, and ones that are ahead of the diffs', async (t) => {
  const one = desk({ 'stale-snapshot': 1, 'future-snapshot': 1 })
  const socket = one.open(DEPTH)
  one.advance(1_000_000)
  const ask = (): number => Number(one.ask('GET', '/api/v3/depth', 'symbol=BTCUSDT')?.body['lastUpdateId'])
  const firstId = Number(one.take(socket)[0]?.['U'])
  t.ok(ask() < firstId - 1)
  const future = ask()
  one.take(socket)
  one.advance(400_000)
  t.equal(one.texts(socket).length, 0)
  one.advance(600_000)
  t.ok(Number(one.take(socket).at(-1)?.['u']) > future)
  t.ok(ask() > future)
})

t.test('cuts all sockets at seeded moments, and refuses new ones for a while', async (t) => {
  const { desk: one } = watch({ disconnect: 3, span: 10_000, refuse: 500 }, 11_000_000)
  t.equal(one.outs.filter(({ type }) => type === 'socket.cut').length, 3)
  t.strictSame(one.outs.filter((out) => out.type === 'upgrades').at(-1), { type: 'upgrades', status: null })
})

t.test('a half-open socket hears nothing and is not heard', async (t) => {
  const { desk: one, texts } = watch({ 'half-open': 1, span: 10_000 }, 20_000_000)
  t.ok(texts.length < 100)
  const [socket = ''] = one.venue.spot.streams.sockets()
  one.say(socket, { method: 'LIST_SUBSCRIPTIONS', id: 1 })
  t.equal(one.texts(socket).length, texts.length)
})

t.test('answers 429, 418 and 503 instead of working', async (t) => {
  const statusOf = (faults: FaultPlan) => desk(faults).ask('GET', '/api/v3/time')
  t.match(statusOf({ 'http-429': 1 }), { status: 429, headers: { 'retry-after': '1' }, body: { code: -1003 } })
  t.match(statusOf({ 'http-418': 1 }), { status: 418 })
  t.match(statusOf({ 'http-5xx': 1 }), { status: 503 })
})

t.test('accepts orders and never answers, or answers that it does not know', async (t) => {
  const lost = desk({ 'lost-answer': 1 })
  t.throws(() => lost.signed('POST', '/api/v3/order', order))
  t.equal(lost.records('accept').length, 1)
  const late = desk({ 'late-5xx': 1 })
  t.match(late.signed('POST', '/api/v3/order', order), { status: 503, body: { code: -1007 } })
  t.equal(late.records('accept').length, 1)
})

t.test('loses and doubles user events', async (t) => {
  const eventsWith = (faults: FaultPlan): number => {
    const one = desk(faults)
    const user = one.watch()
    one.take(user)
    one.signed('POST', '/api/v3/order', order)
    return one.texts(user).length
  }
  const clean = eventsWith({})
  t.strictSame([eventsWith({ 'user-drop': 1 }), eventsWith({ 'user-dup': 1 }), clean > 0], [0, 2 * clean, true])
})

t.test('shows another time, loses answers to subscriptions, and answers late', async (t) => {
  const skewed = desk({ 'clock-skew': -5_000 })
  t.equal(Number(skewed.ask('GET', '/api/v3/time')?.body['serverTime']), skewed.nowMs - 5_000)
  const lost = desk({ 'lost-subscribe': 1 })
  const socket = lost.open('/ws')
  lost.say(socket, { method: 'SUBSCRIBE', params: ['btcusdt@trade'], id: 1 })
  t.strictSame([lost.texts(socket).length, lost.venue.spot.streams.subscriptions(socket)], [0, ['btcusdt@trade']])
  const slow = desk({ 'rest-latency': 50 })
  t.equal(slow.ask('GET', '/api/v3/ping'), undefined)
  slow.advance(49_000)
  t.equal(slow.answer(slow.lastRequestId), undefined)
  slow.advance(2_000)
  t.equal(slow.answer(slow.lastRequestId)?.status, 200)
})
