import t from 'tap'
import type { SimOut, Turn } from '../../../../src/daemons/sim/events.ts'
import { readSession } from '../../../../src/daemons/sim/kraken/session-lines.ts'
import { createKrakenSessions, KRAKEN_TIMER } from '../../../../src/daemons/sim/kraken/sessions.ts'
import { epochUs } from '../../../../src/lib/base/units.ts'
import type { CommonOut } from '../../../../src/lib/daemon/effects.ts'

const status = (pair: string): string =>
  JSON.stringify({ channelID: 1, event: 'subscriptionStatus', pair, status: 'subscribed', subscription: { depth: 1_000, name: 'book' } })
const book = (pair: string): string => `[1,{"as":[["1.10","1.0","1"]],"bs":[]},"book-1000","${pair}"]`
const change = (pair: string): string => `[1,{"a":[["1.20","1.0","1"]],"c":"7"},"book-1000","${pair}"]`
const LINES = [
  'wss://ws.kraken.com <- 100.000000: {"event":"subscribe"}',
  '100.000100: {"event":"systemStatus","status":"online"}',
  `100.100000: ${status('A/B')}`,
  `100.100000: ${status('C/D')}`,
  '101.000000: {"event":"heartbeat"}',
  `102.000000: ${book('A/B')}`,
  `102.000000: ${book('C/D')}`,
  `103.000000: ${change('A/B')}`,
]
const SUBSCRIBE = { event: 'subscribe', pair: ['A/B'], subscription: { name: 'book', depth: 1_000 } }

const rig = (speedRatio = 1) => {
  const sessions = createKrakenSessions(readSession(LINES), speedRatio)
  let nowUs = 1_700_000_000_000_000
  let dueUs = Number.MAX_SAFE_INTEGER
  let sent: Array<readonly [socketId: string, text: string]> = []
  const outs: Array<SimOut | CommonOut> = []
  const turn = (): Turn => ({
    nowUs: epochUs(nowUs),
    emit: (out) => {
      outs.push(out)
      if (out.type === 'socket.send') sent.push([out.socketId, out.text])
      if (out.type === 'timer.set' && out.id === KRAKEN_TIMER) dueUs = nowUs + out.afterUs
    },
  })
  const take = (socketId = 's1'): string[] => {
    const texts = sent.filter(([id]) => id === socketId).map(([, text]) => text)
    sent = sent.filter(([id]) => id !== socketId)
    return texts
  }
  const advance = (us: number): void => {
    const untilUs = nowUs + us
    while (dueUs <= untilUs) {
      nowUs = dueUs
      dueUs = Number.MAX_SAFE_INTEGER
      sessions.tick(turn())
    }
    nowUs = untilUs
  }
  const say = (message: unknown, socketId = 's1'): boolean => sessions.text(socketId, typeof message === 'string' ? message : JSON.stringify(message), turn())
  return { sessions, turn, take, advance, say, outs }
}

t.test('greets, and plays the pairs of a subscription from the beginning, as they were recorded', async (t) => {
  const { sessions, turn, take, advance, say } = rig()
  t.equal(sessions.opened({ socketId: 's1', path: '/kraken' }, turn()), true)
  t.strictSame(take(), ['{"event":"systemStatus","status":"online"}'])
  say(SUBSCRIBE)
  advance(99_000)
  t.strictSame(take(), [])
  advance(1_000)
  t.strictSame(take(), [status('A/B')])
  advance(1_900_000)
  t.strictSame(take(), ['{"event":"heartbeat"}', book('A/B')])
  advance(1_000_000)
  t.equal(take()[0], change('A/B'))
  advance(3_000_000)
  t.ok(
    take().every((text) => text === '{"event":"heartbeat"}'),
    'the connection lives on',
  )
})

t.test('divides the gaps by the speed and names the message that it answers', async (t) => {
  const { sessions, turn, take, advance, say } = rig(10)
  sessions.opened({ socketId: 's1', path: '/kraken/' }, turn())
  take()
  say({ ...SUBSCRIBE, reqid: 4 })
  advance(10_000)
  t.match(
    take().map((text) => JSON.parse(text)),
    [{ event: 'subscriptionStatus', pair: 'A/B', status: 'subscribed', reqid: 4 }],
  )
  advance(200_000)
  t.equal(take().at(-1), book('A/B'))
})

t.test('ends a pair, and begins it anew for who asks again', async (t) => {
  const { sessions, turn, take, advance, say } = rig(1_000)
  sessions.opened({ socketId: 's1', path: '/kraken' }, turn())
  say({ ...SUBSCRIBE, pair: ['A/B', 'C/D'] })
  advance(2_500)
  take()
  say({ event: 'unsubscribe', pair: ['A/B'], reqid: 5, subscription: { name: 'book' } })
  t.match(JSON.parse(take()[0] ?? ''), { event: 'subscriptionStatus', pair: 'A/B', status: 'unsubscribed', reqid: 5 })
  advance(10_000)
  t.notOk(take().includes(change('A/B')))
  say(SUBSCRIBE)
  advance(3_000)
  const texts = take()
  t.ok(texts.includes(book('A/B')) && texts.includes(change('A/B')))
  t.notOk(texts.includes(book('C/D')))
})

t.test('refuses what it has not recorded and answers a ping', async (t) => {
  const { sessions, turn, take, say } = rig()
  sessions.opened({ socketId: 's1', path: '/kraken' }, turn())
  take()
  say({ ...SUBSCRIBE, pair: ['X/Y'], reqid: 1 })
  say({ ...SUBSCRIBE, subscription: { name: 'book', depth: 10 } })
  say({ ...SUBSCRIBE, subscription: { name: 'spread' } })
  say({ event: 'ping', reqid: 9 })
  say('nonsense')
  t.match(
    take().map((text) => JSON.parse(text)),
    [
      { status: 'error', pair: 'X/Y', errorMessage: 'Currency pair not supported X/Y', reqid: 1 },
      { status: 'error', errorMessage: 'Subscription depth not supported' },
      { status: 'error', errorMessage: 'Subscription name invalid' },
      { event: 'pong', reqid: 9 },
      { event: 'error' },
    ],
  )
})

t.test('takes only sockets and calls that are its own', async (t) => {
  const { sessions, turn, say, outs } = rig()
  t.equal(sessions.opened({ socketId: 's2', path: '/ws' }, turn()), false)
  t.equal(say('{}', 's2'), false)
  const request = { requestId: 'h1', method: 'GET', query: '', headers: {}, body: '' }
  t.equal(sessions.request({ ...request, path: '/api/v3/ping' }, turn()), false)
  t.equal(sessions.request({ ...request, path: '/kraken/0/public/AssetPairs' }, turn()), true)
  t.match(outs.at(-1), { type: 'http.respond', status: 200, body: /"wsname":"A\/B"/ })
  sessions.opened({ socketId: 's1', path: '/kraken' }, turn())
  t.strictSame([...sessions.sockets()], ['s1'])
  sessions.closed('s1')
  t.equal(say('{}'), false)
  t.equal(createKrakenSessions(readSession([]), 1).opened({ socketId: 's1', path: '/kraken' }, turn()), false)
})
