import t from 'tap'
import type { FaultPlan } from '../../../../src/lib/contracts/faults.ts'
import { hmac, type Json, SIM_SECRET, SimDesk } from '../../../kit/sim-desk.ts'

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

const overApi = (faults: FaultPlan) => {
  const one = desk(faults)
  const socket = one.watch()
  one.take(socket)
  const params = Object.fromEntries([...Object.entries(order), ['apiKey', 'sim'], ['timestamp', one.nowMs]].sort())
  const payload = Object.entries(params)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  one.say(socket, { id: 9, method: 'order.place', params: { ...params, signature: hmac(SIM_SECRET, payload) } })
  const said = one.take(socket)
  return {
    answer: said.find(({ id }) => Number(id) === 9),
    events: said.filter(({ event }) => event !== undefined).length,
    accepted: one.records('accept').length,
  }
}

t.test('strikes orders over the WebSocket API as over REST', async (t) => {
  t.match(overApi({ drop: 0.1 }), { answer: { status: 200 }, accepted: 1 })
  t.match(overApi({ 'lost-answer': 1 }), { answer: undefined, accepted: 1 })
  t.match(overApi({ 'late-5xx': 1 }), { answer: { status: 503, error: { code: -1007 } }, accepted: 1 })
  t.match(overApi({ 'orders-5xx': 1 }), { answer: { status: 503, error: { code: -1000 } }, events: 0, accepted: 0 })
  t.match(overApi({ overload: 1 }).answer, { status: 503, error: { code: -1008 } })
  t.match(overApi({ 'orders-429': 1 }).answer, { status: 429, error: { code: -1003, data: { retryAfter: Number } } })
  t.match(overApi({ 'user-drop': 1 }), { answer: { status: 200 }, events: 0 })
})

t.test('an order whose outcome is unknown is there or not', async (t) => {
  const one = desk({ 'unknown-1006': 0.5, 'unknown-1007': 1 })
  const codes = Array.from({ length: 40 }, () => String(one.signed('POST', '/api/v3/order', order).body['code']))
  t.strictSame([...new Set(codes)].sort(), ['-1006', '-1007'])
  const accepted = one.records('accept').length
  t.ok(accepted > 8 && accepted < 32, `${accepted} of 40 were accepted`)
})

t.test('strikes only the sockets of its scope', async (t) => {
  const one = desk({ 'disconnect-api': 1, 'half-open-streams': 1, span: 1_000 })
  const [stream, api] = [one.open(DEPTH), one.open('/ws-api/v3')]
  one.advance(2_000_000)
  const struck = one.outs.filter(({ type }) => type === 'socket.cut' || type === 'socket.mute')
  t.strictSame(
    [...struck].sort((a, b) => (a.type < b.type ? -1 : 1)),
    [
      { type: 'socket.cut', socketId: api },
      { type: 'socket.mute', socketId: stream },
    ],
  )
})

t.test('a stale snapshot has the levels of an older book', async (t) => {
  const one = desk({})
  one.advance(5_000_000)
  const before = one.ask('GET', '/api/v3/depth', 'symbol=BTCUSDT')?.body
  one.raw({ method: 'POST', path: '/sim/faults', body: 'stale-snapshot:1', key: '' })
  one.advance(20_000_000)
  const stale = one.ask('GET', '/api/v3/depth', 'symbol=BTCUSDT')?.body
  t.strictSame([stale?.['bids'], stale?.['asks']], [before?.['bids'], before?.['asks']])
  t.ok(Number(stale?.['lastUpdateId']) < Number(before?.['lastUpdateId']))
  t.strictNotSame(one.ask('GET', '/api/v3/depth', 'symbol=BTCUSDT')?.body['bids'], before?.['bids'])
})

const PAIR = {
  symbol: 'BTCUSDT',
  side: 'SELL',
  quantity: '0.001',
  aboveType: 'LIMIT_MAKER',
  abovePrice: '70000',
  belowType: 'STOP_LOSS',
  belowStopPrice: '50000',
}

/** A desk that holds back the last of five user events: none comes after it. */
const swapping = (): { readonly one: SimDesk; readonly take: () => unknown[] } => {
  const one = desk({ 'user-swap': 1 })
  const user = one.watch()
  one.take(user)
  one.signed('POST', '/api/v3/orderList/oco', PAIR)
  const take = (): unknown[] => one.take(user).map(({ event }) => String(event?.['e']))
  return { one, take }
}

t.test('a frame that waits for the one after leaves in a second when there is none', async (t) => {
  const { one, take } = swapping()
  t.equal(take().length, 4)
  one.advance(900_000)
  t.strictSame(take(), [])
  one.advance(200_000)
  t.strictSame(take(), ['listStatus'])
  one.signed('DELETE', '/api/v3/orderList', { symbol: 'BTCUSDT', orderListId: 0 })
  one.advance(2_000_000)
  t.equal(take().length, 5)
})

t.test('a new plan lets go what waits for the one after', async (t) => {
  const { one, take } = swapping()
  t.equal(take().length, 4)
  one.raw({ method: 'POST', path: '/sim/faults', body: '', key: '' })
  t.strictSame(take(), ['listStatus'])
  one.advance(2_000_000)
  t.strictSame(take(), [])
})

t.test('a silent socket does not hear what waited for the one after', async (t) => {
  const { one, take } = swapping()
  t.equal(take().length, 4)
  one.raw({ method: 'POST', path: '/sim/act', body: '{"act":"half-open"}', key: '' })
  one.advance(2_000_000)
  t.strictSame(take(), [])
})
