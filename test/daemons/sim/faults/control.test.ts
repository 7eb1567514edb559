import t from 'tap'
import { keepBooks, openSockets, originOf, sayShutdown } from '../../../../src/daemons/sim/faults/control.ts'
import { SimDesk } from '../../../kit/sim-desk.ts'

const post = (desk: SimDesk, path: string, body: unknown) =>
  desk.raw({ method: 'POST', path, body: typeof body === 'string' ? body : JSON.stringify(body), key: '' })

t.test('shows and replaces the faults at run time', async (t) => {
  const desk = new SimDesk()
  t.strictSame(desk.ask('GET', '/sim/faults')?.body, { plan: {}, counts: {} })
  t.match(post(desk, '/sim/faults', 'http-5xx:100%'), { status: 200, body: { plan: { 'http-5xx': 1 } } })
  t.equal(desk.ask('GET', '/api/v3/ping')?.status, 503)
  t.match(desk.ask('GET', '/sim/faults')?.body, { counts: { 'http-5xx': 1 } })
  t.match(post(desk, '/sim/faults', 'nonsense:1'), { status: 400, body: { error: /'nonsense' is no fault/ } })
  post(desk, '/sim/faults', '')
  t.equal(desk.ask('GET', '/api/v3/ping')?.status, 200)
})

t.test('does at once what a tester wants', async (t) => {
  const desk = new SimDesk()
  const socket = desk.open('/ws/btcusdt@trade')
  post(desk, '/sim/act', { act: 'disconnect' })
  t.strictSame(
    desk.outs.filter(({ type }) => type === 'socket.cut'),
    [{ type: 'socket.cut', socketId: socket }],
  )
  post(desk, '/sim/act', { act: 'refuse', forMs: 100 })
  t.match(
    desk.outs.findLast(({ type }) => type === 'upgrades'),
    { status: 503 },
  )
  desk.advance(200_000)
  t.match(
    desk.outs.findLast(({ type }) => type === 'upgrades'),
    { status: null },
  )
  post(desk, '/sim/act', { act: 'half-open', socketId: socket })
  t.match(
    desk.outs.findLast(({ type }) => type === 'socket.mute'),
    { socketId: socket },
  )
  t.match(post(desk, '/sim/act', { act: 'dance' }), { status: 400, body: { error: /'act' dance is none of/ } })
  t.match(post(desk, '/sim/act', { act: 'ban', forMs: -1 }), { status: 400 })
})

t.test('bans an address until the time is over', async (t) => {
  const desk = new SimDesk()
  post(desk, '/sim/act', { act: 'ban', forMs: 2_000 })
  t.match(desk.ask('GET', '/api/v3/ping'), { status: 418, headers: { 'retry-after': '2' } })
  desk.advance(2_000_000)
  t.equal(desk.ask('GET', '/api/v3/ping')?.status, 200)
  post(desk, '/sim/act', { act: 'limit', forMs: 2_000 })
  t.equal(desk.ask('GET', '/api/v3/ping')?.status, 429)
})

t.test('refuses one client, or calls of one kind', async (t) => {
  const desk = new SimDesk()
  const from = (address: string, path: string): unknown => {
    desk.give({ type: 'http.request', requestId: `${address} ${path}`, method: 'GET', path, query: 'symbol=BTCUSDT', headers: {}, body: '', address })
    return desk.answer(`${address} ${path}`)?.status
  }
  post(desk, '/sim/act', { act: 'limit', forMs: 2_000, scope: 'snapshots', address: '10.0.0.1' })
  t.strictSame([from('10.0.0.1', '/api/v3/depth'), from('10.0.0.1', '/api/v3/avgPrice'), from('10.0.0.2', '/api/v3/depth')], [429, 200, 200])
  post(desk, '/sim/act', { act: 'ban', forMs: 2_000, address: '10.0.0.2' })
  t.strictSame([from('10.0.0.2', '/api/v3/avgPrice'), from('10.0.0.3', '/api/v3/avgPrice')], [418, 200])
  t.match(post(desk, '/sim/act', { act: 'ban', scope: 'moon' }), { status: 400, body: { error: /'scope' moon is none of/ } })
})

t.test('cuts the sockets of one scope', async (t) => {
  const desk = new SimDesk()
  const [stream, api] = [desk.open('/ws/btcusdt@trade'), desk.open('/ws-api/v3')]
  post(desk, '/sim/act', { act: 'disconnect', scope: 'api' })
  post(desk, '/sim/act', { act: 'half-open', scope: 'streams' })
  t.strictSame(
    desk.outs.filter(({ type }) => type === 'socket.cut' || type === 'socket.mute'),
    [
      { type: 'socket.cut', socketId: api },
      { type: 'socket.mute', socketId: stream },
    ],
  )
  t.equal(originOf(desk.venue, { type: 'socket.text', socketId: api, text: '' }).isApi, true)
  keepBooks(desk.venue)
})

t.test('announces a shutdown in every form and closes', async (t) => {
  const desk = new SimDesk()
  const [raw, all, user] = [desk.open('/ws/btcusdt@trade'), desk.open('/stream?streams=btcusdt@trade'), desk.watch()]
  desk.take(user)
  t.strictSame(openSockets(desk.venue), [raw, all, user])
  post(desk, '/sim/act', { act: 'shutdown' })
  t.match(desk.take(raw).at(-1), { e: 'serverShutdown' })
  t.match(desk.take(all).at(-1), { stream: '!serverShutdown', data: { e: 'serverShutdown' } })
  t.match(desk.take(user).at(-1), { event: { e: 'serverShutdown' } })
  t.equal(desk.outs.filter(({ type }) => type === 'socket.close').length, 3)
  const texts: string[] = []
  sayShutdown(desk.venue, { nowUs: 1 as never, emit: (out) => out.type === 'socket.send' && texts.push(out.text) }, 7)
  t.equal(texts.length, 3)
})

t.test('cuts the callers of the WebSocket API and leaves those that listen', async (t) => {
  const desk = new SimDesk()
  const [listener, caller] = [desk.open('/ws-api/v3'), desk.open('/ws-api/v3')]
  desk.venue.users.subscribe(listener, 'main')
  post(desk, '/sim/act', { act: 'disconnect', scope: 'callers' })
  t.strictSame(
    desk.outs.filter(({ type }) => type === 'socket.cut'),
    [{ type: 'socket.cut', socketId: caller }],
  )
  t.strictSame(openSockets(desk.venue), [listener, caller])
})
