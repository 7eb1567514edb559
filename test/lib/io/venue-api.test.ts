import t, { type Test } from 'tap'
import { systemClock } from '../../../src/lib/io/clock.ts'
import { openHttpServer } from '../../../src/lib/io/http-server.ts'
import { VenueApi } from '../../../src/lib/io/venue-api.ts'
import { openVenueLink } from '../../../src/lib/io/venue-link.ts'
import { openVenueSocket } from '../../../src/lib/io/venue-socket.ts'
import type { ServerSocket } from '../../../src/lib/ports/http.ts'
import type { VenueResult } from '../../../src/lib/ports/venue.ts'
import { until } from '../../kit/until.ts'

const clock = systemClock()
const signer = { apiKey: 'KEY', sign: () => 'signature' }
const call = { method: 'POST', path: '/api/v3/order', params: [['symbol', 'X']], security: 'signed', api: 'order.place' } as const

interface Request {
  readonly id: number
  readonly method: string
  readonly params: Record<string, unknown>
}

/** A venue that keeps what it is asked until a test answers; REST answers at once. */
const venueOf = async (t: Test) => {
  const server = await openHttpServer('127.0.0.1:0')
  const [sockets, asked]: [ServerSocket[], { socket: ServerSocket; request: Request }[]] = [[], []]
  const rest: string[] = []
  server.handle({
    request: ({ method, path }, respond) => {
      rest.push(`${method} ${path}`)
      respond({ status: 200, body: '"rest"' })
    },
    socket: (socket) => {
      sockets.push(socket)
      socket.onText((text) => asked.push({ socket, request: JSON.parse(text) as Request }))
    },
  })
  t.teardown(() => new Promise<void>((resolve) => server.close(resolve)))
  const reply = (index: number): void => {
    const { socket, request } = asked[index] ?? { socket: undefined, request: undefined }
    socket?.send(JSON.stringify({ id: request?.id, status: 200, result: request?.params.symbol }))
  }
  return { endpoint: `http://${server.address}`, sockets, asked, rest, reply }
}

const apiOf = (t: Test, endpoint: string): VenueApi => {
  const api = new VenueApi(clock, (handlers) => openVenueSocket(`${endpoint.replace('http', 'ws')}/ws-api/v3`, handlers, signer))
  t.teardown(() => api.close())
  return api
}

const sendAll = (send: (done: (result: VenueResult) => void) => void): VenueResult[] => {
  const results: VenueResult[] = []
  send((result) => void results.push(result))
  return results
}

t.test('a call goes out signed and its answer comes back by id, in whatever order', async (t) => {
  const venue = await venueOf(t)
  const api = apiOf(t, venue.endpoint)
  await until('it happened', () => api.isReady)
  const first = sendAll((done) => api.send(call, 2_000_000, done))
  const second = sendAll((done) => api.send({ ...call, params: [['symbol', 'Y']] }, 2_000_000, done))
  await until('it happened', () => venue.asked.length === 2)
  t.match(venue.asked[0]?.request, { method: 'order.place', params: { symbol: 'X', apiKey: 'KEY', signature: 'signature' } })
  venue.reply(1)
  venue.reply(0)
  await until('it happened', () => first.length === 1 && second.length === 1)
  t.match(
    [...first, ...second],
    [
      { ok: true, status: 200, body: '"X"' },
      { ok: true, status: 200, body: '"Y"' },
    ],
  )
})

t.test('a call whose connection ends may have been executed', async (t) => {
  const venue = await venueOf(t)
  const api = apiOf(t, venue.endpoint)
  await until('it happened', () => api.isReady)
  const results = sendAll((done) => api.send(call, 2_000_000, done))
  const second = sendAll((done) => api.send(call, 2_000_000, done))
  await until('it happened', () => venue.asked.length === 2)
  venue.sockets[0]?.cut?.()
  await until('it happened', () => second.length === 1)
  t.match(results, [{ ok: false, sent: true, isShared: false }])
  t.match(second, [{ ok: false, sent: true, isShared: true }], 'one failure, told twice')
  await until('it happened', () => api.isReady)
  t.equal(venue.sockets.length, 2)
  t.equal(venue.asked.length, 2, 'and is never sent again')
})

t.test('a call without an answer in time may have been executed, and a late answer says nothing more', async (t) => {
  const venue = await venueOf(t)
  const api = apiOf(t, venue.endpoint)
  await until('it happened', () => api.isReady)
  const results = sendAll((done) => api.send(call, 50_000, done))
  await until('it happened', () => results.length === 1)
  t.match(results, [{ ok: false, sent: true, reason: 'no answer within 50 ms' }])
  venue.reply(0)
  const next = sendAll((done) => api.send(call, 2_000_000, done))
  await until('it happened', () => venue.asked.length === 2)
  venue.reply(1)
  await until('it happened', () => next.length === 1)
  t.equal(results.length, 1)
})

t.test('an announced end moves new calls to a new connection and waits for the old ones', async (t) => {
  const venue = await venueOf(t)
  const api = apiOf(t, venue.endpoint)
  await until('it happened', () => api.isReady)
  const old = sendAll((done) => api.send(call, 2_000_000, done))
  await until('it happened', () => venue.asked.length === 1)
  venue.sockets[0]?.send('{"event":{"e":"serverShutdown","E":1}}')
  await until('it happened', () => venue.sockets.length === 2 && api.isReady)
  const fresh = sendAll((done) => api.send(call, 2_000_000, done))
  await until('it happened', () => venue.asked.length === 2)
  t.equal(venue.asked[1]?.socket, venue.sockets[1])
  venue.reply(0)
  venue.reply(1)
  await until('it happened', () => old.length === 1 && fresh.length === 1)
  t.match([...old, ...fresh], [{ ok: true }, { ok: true }])
})

t.test('a link goes over the open connection, and over REST while there is none', async (t) => {
  const venue = await venueOf(t)
  const link = openVenueLink({ endpoint: venue.endpoint, signer, clock, route: 'auto' })
  t.teardown(() => link.close())
  const early = sendAll((done) => link.send(call, 2_000_000, done))
  await until('it happened', () => early.length === 1 && venue.sockets.length === 1)
  t.match(early, [{ ok: true, body: '"rest"' }])
  const late: VenueResult[] = []
  await until('it happened', () => {
    if (venue.asked.length === 0) link.send(call, 2_000_000, (result) => void late.push(result))
    return venue.asked.length > 0
  })
  t.match(venue.asked[0]?.request, { method: 'order.place' })
})

t.test('a link over the connection alone refuses a call while it is away, unsent', async (t) => {
  const link = openVenueLink({ endpoint: 'http://127.0.0.1:1', signer, clock, route: 'api' })
  t.teardown(() => link.close())
  t.match(
    sendAll((done) => link.send(call, 2_000_000, done)),
    [{ ok: false, sent: false }],
  )
})
