import t, { type Test } from 'tap'
import { systemClock } from '../../../src/lib/io/clock.ts'
import { openVenueRest } from '../../../src/lib/io/venue-rest.ts'
import { callOf, deadEndpoint, httpVenue, rawVenue } from '../../kit/http.ts'
import { until } from '../../kit/until.ts'

const clock = systemClock()

const restOf = (t: Test, endpoint: string) => {
  const rest = openVenueRest(endpoint, clock)
  t.teardown(() => rest.close())
  return rest
}

t.test('gives status, headers and body as the venue sent them, over kept connections', async (t) => {
  const seen: string[] = []
  const { endpoint, server } = await httpVenue(t, (request, response) => {
    seen.push(`${request.method} ${request.url}`)
    response.writeHead(200, { 'X-MBX-USED-WEIGHT-1M': '21' }).end('{"price":"1.10"}\n')
  })
  let connections = 0
  server.on('connection', () => connections++)
  const rest = restOf(t, endpoint)
  const beforeUs = clock.monoUs()
  const result = await callOf(rest, '/api/v3/order?symbol=%EF%BC%91&x=a+b%20c')
  t.match(result, { ok: true, status: 200, body: '{"price":"1.10"}\n', headers: { 'x-mbx-used-weight-1m': '21' } })
  t.ok(result.sentMonoUs >= beforeUs && result.sentMonoUs <= clock.monoUs())
  for (let index = 0; index < 5; index++) await callOf(rest, 'GET /api/v3/time')
  t.ok(connections <= 2, `${connections} connections for 6 calls`)
  t.strictSame(seen.slice(0, 2), ['POST /api/v3/order?symbol=%EF%BC%91&x=a+b%20c', 'GET /api/v3/time'], 'the target is not touched')
})

t.test('gives refusals of the venue with their headers', async (t) => {
  const { endpoint } = await httpVenue(t, (request, response) => {
    const status = Number(request.url?.slice(1))
    response.writeHead(status, { 'Retry-After': '17' }).end('{"code":-1003,"msg":"Too many requests."}')
  })
  const rest = restOf(t, endpoint)
  for (const status of [400, 418, 429, 503]) t.match(await callOf(rest, `/${status}`), { ok: true, status, headers: { 'retry-after': '17' }, body: /-1003/ })
})

t.test('tells that a refused connection sent nothing', async (t) => {
  const result = await callOf(restOf(t, await deadEndpoint()), '/api/v3/order')
  t.match(result, { ok: false, sent: false, reason: /ECONNREFUSED/ })
})

t.test('tells that a request without an answer may have been received', async (t) => {
  const { endpoint } = await httpVenue(t, () => undefined)
  const result = await callOf(restOf(t, endpoint), '/api/v3/order', 60_000)
  t.match(result, { ok: false, sent: true, reason: 'no answer within 60 ms' })
  t.ok(clock.monoUs() - result.sentMonoUs < 60_000_000)
})

t.test('tells that a request whose connection broke may have been received, and never writes it again', async (t) => {
  let requests = 0
  const endpoint = await rawVenue(t, (socket) => {
    socket.on('data', () => {
      requests++
      socket.destroy()
    })
  })
  const rest = restOf(t, endpoint)
  t.match(await callOf(rest, '/api/v3/order'), { ok: false, sent: true })
  t.match(await callOf(rest, 'GET /api/v3/order?n=2'), { ok: false, sent: true })
  t.equal(requests, 2)
})

t.test('tells that an answer cut in the middle is none', async (t) => {
  const endpoint = await rawVenue(t, (socket) => {
    socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"orderId":'))
  })
  t.match(await callOf(restOf(t, endpoint), '/api/v3/order'), { ok: false, sent: true })
})

t.test('takes strange bytes for a failed call', async (t) => {
  const endpoint = await rawVenue(t, (socket) => {
    socket.on('data', () => socket.end('220 smtp.example ready\r\n'))
  })
  t.match(await callOf(restOf(t, endpoint), '/api/v3/order'), { ok: false, sent: true })
})

t.test('sends nothing when the time is over before a connection is free', async (t) => {
  let requests = 0
  const { endpoint } = await httpVenue(t, () => requests++)
  const rest = restOf(t, endpoint)
  const slow = Array.from({ length: 8 }, () => callOf(rest, '/slow', 300_000))
  await until('all connections are busy', () => requests === 8)
  t.match(await callOf(rest, '/api/v3/order', 30_000), { ok: false, sent: false, reason: 'no answer within 30 ms' })
  await Promise.all(slow)
  t.match(await callOf(rest, '/after', 50_000), { ok: false, sent: true })
  t.equal(requests, 9, 'the order was never written')
})

t.test('ends what is open when it closes', async (t) => {
  const { endpoint } = await httpVenue(t, () => undefined)
  const rest = restOf(t, endpoint)
  const open = callOf(rest, '/api/v3/order', 5_000_000)
  clock.after(30_000, () => rest.close())
  t.match(await open, { ok: false, sent: true })
})
