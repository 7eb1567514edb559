import t from 'tap'
import { simDefaults } from '../../../src/daemons/sim/config.ts'
import { createSimCore } from '../../../src/daemons/sim/core.ts'
import type { SimOut } from '../../../src/daemons/sim/events.ts'
import { epochUs } from '../../../src/lib/base/units.ts'
import type { CommonOut } from '../../../src/lib/daemon/effects.ts'
import { hmac, QUIET_MARKET, SimDesk } from '../../kit/sim-desk.ts'

t.test('is ready once its markets are open', async (t) => {
  t.match(new SimDesk().health(), { state: 'running', ready: true, reason: 'ok' })
})

t.test('is not ready, and refuses calls, before the first lines of its recording are there', async (t) => {
  const core = createSimCore({ hmac, secrets: {} })
  const venue = core.init({ ...simDefaults, recordings: ['btc.gz'] })
  const outs: Array<SimOut | CommonOut> = []
  const request = { type: 'http.request', requestId: 'r1', method: 'GET', path: '/api/v3/ping', query: '', headers: {}, body: '' } as const
  core.step(venue, { seq: 1, nowUs: epochUs(1), input: { type: 'start', epoch: 1 } }, (out) => outs.push(out))
  core.step(venue, { seq: 2, nowUs: epochUs(2), input: request }, (out) => outs.push(out))
  t.match(core.health(venue, epochUs(3)), { state: 'syncing', ready: false })
  t.match(outs, [{ type: 'truth' }, { type: 'feed.open' }, { type: 'http.respond', status: 503 }])
})

t.test('fails with the exit code of a damaged feed', async (t) => {
  const desk = new SimDesk()
  desk.give({ type: 'feed.damaged', message: 'recording is damaged at line 3', exit: 65 })
  t.match(
    desk.outs.find(({ type }) => type === 'failed'),
    { exit: 65, message: 'recording is damaged at line 3' },
  )
})

t.test('writes the last balances and closes its sockets when it stops', async (t) => {
  const desk = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true } })
  desk.advance(100_000)
  const [stream, user] = [desk.open('/ws/btcusdt@trade'), desk.watch()]
  desk.give({ type: 'stop' })
  t.match(desk.truth.at(-1), { type: 'account', account: 'main' })
  t.match(desk.outs.slice(-3), [{ type: 'socket.close', socketId: stream, code: 1001 }, { type: 'socket.close', socketId: user }, { type: 'stopped' }])
  t.match(desk.health(), { state: 'draining', ready: false })
  t.equal(desk.ask('GET', '/api/v3/ping'), undefined)
})

t.test('forgets a socket that was closed', async (t) => {
  const desk = new SimDesk()
  const [stream, user] = [desk.open('/ws/btcusdt@bookTicker'), desk.watch()]
  desk.advance(1_000_000)
  t.ok(desk.take(stream).length > 0)
  desk.take(user)
  desk.give({ type: 'socket.closed', socketId: stream })
  desk.give({ type: 'socket.closed', socketId: user })
  desk.signed('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001' })
  desk.advance(1_000_000)
  t.strictSame([desk.texts(stream), desk.texts(user)], [[], []])
})
