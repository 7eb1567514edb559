import process from 'node:process'
import t, { type Test } from 'tap'
import { systemClock } from '../../../src/lib/io/clock.ts'
import { openHttpServer } from '../../../src/lib/io/http-server.ts'
import { openVenueLink, type VenueLinkOptions } from '../../../src/lib/io/venue-link.ts'
import type { VenueRequest, VenueResult } from '../../../src/lib/ports/venue.ts'
import { until } from '../../kit/until.ts'

const clock = systemClock()
const signer = { apiKey: 'KEY', sign: (payload: string) => `signed(${payload.length})` }

/** A venue behind our own HTTP port that shows what it was asked. */
const mirrorVenue = async (t: Test) => {
  const server = await openHttpServer('127.0.0.1:0')
  server.handle({
    request: ({ method, path, query, headers }, respond) =>
      respond({ status: 200, body: JSON.stringify({ method, path, query, key: headers['x-mbx-apikey'] ?? null }) }),
    socket: (socket) => socket.send(`${socket.path}?${socket.query}`),
  })
  t.teardown(() => new Promise<void>((resolve) => server.close(resolve)))
  return `http://${server.address}`
}

const linkOf = (t: Test, options: Omit<VenueLinkOptions, 'clock'>) => {
  const link = openVenueLink({ ...options, clock })
  t.teardown(() => link.close())
  const send = (request: VenueRequest): Promise<VenueResult> => new Promise((resolve) => link.send(request, 2_000_000, resolve))
  return { link, send }
}

const bodyOf = (result: VenueResult): unknown => (result.ok ? JSON.parse(result.body) : result)

t.test('sends public and signed calls to the endpoint', async (t) => {
  const { send } = linkOf(t, { endpoint: await mirrorVenue(t), signer })
  t.strictSame(bodyOf(await send({ method: 'GET', path: '/api/v3/depth', params: [['symbol', 'BTCUSDT']], security: 'none' })), {
    method: 'GET',
    path: '/api/v3/depth',
    query: 'symbol=BTCUSDT',
    key: null,
  })
  t.strictSame(bodyOf(await send({ method: 'DELETE', path: '/api/v3/order', params: [['symbol', '１']], security: 'signed' })), {
    method: 'DELETE',
    path: '/api/v3/order',
    query: 'symbol=%EF%BC%91&signature=signed(16)',
    key: 'KEY',
  })
})

t.test('puts the path of an endpoint before every other, whatever its scheme', async (t) => {
  const endpoint = `${(await mirrorVenue(t)).replace('http', 'ws')}/kraken/`
  const { link, send } = linkOf(t, { endpoint })
  t.match(bodyOf(await send({ method: 'GET', path: '/0/public/AssetPairs', params: [], security: 'none' })), { path: '/kraken/0/public/AssetPairs' })
  const greeting = new Promise<string>((resolve) => link.openSocket('/v2', { opened: () => undefined, text: resolve, closed: () => undefined }))
  t.equal(await greeting, '/kraken/v2?')
})

t.test('opens sockets on the host of the endpoint, or on the stream and API hosts', async (t) => {
  const [endpoint, streamEndpoint, apiEndpoint] = [await mirrorVenue(t), await mirrorVenue(t), await mirrorVenue(t)]
  const greet = (options: Omit<VenueLinkOptions, 'clock'>, path: string): Promise<string> =>
    new Promise((resolve) => {
      const { link } = linkOf(t, options)
      link.openSocket(path, { opened: () => undefined, text: resolve, closed: () => resolve('closed') })
    })
  t.equal(await greet({ endpoint }, '/stream?streams=btcusdt@trade'), '/stream?streams=btcusdt@trade')
  t.equal(await greet({ endpoint: 'http://127.0.0.1:1', streamEndpoint: streamEndpoint.replace('http', 'ws') }, '/ws'), '/ws?')
  t.equal(await greet({ endpoint: 'http://127.0.0.1:1', apiEndpoint }, '/ws-api/v3'), '/ws-api/v3?')
  t.equal(await greet({ endpoint: 'http://127.0.0.1:1', apiEndpoint }, '/stream'), 'closed')
})

t.test('ends its sockets when it closes', async (t) => {
  const { link } = linkOf(t, { endpoint: await mirrorVenue(t) })
  const seen: string[] = []
  link.openSocket('/ws', { opened: () => undefined, text: () => seen.push('text'), closed: () => seen.push('closed') })
  await until('the greeting', () => seen.length === 1)
  link.close()
  await until('the end', () => seen.length === 2)
  t.strictSame(seen, ['text', 'closed'])
})

t.test('refuses what is no endpoint with exit 2', (t) => {
  for (const endpoint of ['127.0.0.1:80', 'ftp://127.0.0.1', 'http://user:pass@127.0.0.1', '']) {
    t.throws(() => openVenueLink({ endpoint, clock }), { code: 'ENDPOINT', exit: 2 })
  }
  t.end()
})

t.test('refuses to run while certificates are not checked', (t) => {
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
  t.teardown(() => {
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
  })
  t.throws(() => openVenueLink({ endpoint: 'https://127.0.0.1', clock }), { code: 'TLS_UNVERIFIED', exit: 78 })
  t.end()
})
