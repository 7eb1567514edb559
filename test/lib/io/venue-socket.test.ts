import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import t, { type Test } from 'tap'
import { type WebSocket, WebSocketServer } from 'ws'
import { openVenueSocket } from '../../../src/lib/io/venue-socket.ts'
import { deadEndpoint } from '../../kit/http.ts'
import { until } from '../../kit/until.ts'

/** A venue of WebSockets, and what its client sees. */
const venueOf = async (t: Test, onClient: (client: WebSocket) => void) => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  server.on('connection', onClient)
  t.teardown(() => {
    for (const client of server.clients) client.terminate()
    server.close()
  })
  const { port } = server.address() as { port: number }
  return `ws://127.0.0.1:${port}`
}

const watch = () => {
  const seen: string[] = []
  const closed: Array<readonly [number, string]> = []
  const handlers = {
    opened: () => void seen.push('opened'),
    text: (text: string) => void seen.push(text),
    closed: (code: number, reason: string) => void closed.push([code, reason]),
  }
  return { seen, closed, handlers }
}

const signer = { apiKey: 'KEY', sign: (payload: string) => `signed(${payload})` }

t.test('passes text byte for byte both ways, and signs frames', async (t) => {
  const got: string[] = []
  const url = await venueOf(t, (client) => {
    client.on('message', (data) => got.push(data.toString()))
    client.send('{"e" : "trade","p":"61837.6300"}')
  })
  const { seen, closed, handlers } = watch()
  const socket = openVenueSocket(`${url}/ws-api/v3`, handlers, signer)
  socket.send('lost: not open yet')
  await until('the first text', () => seen.length === 2)
  t.strictSame(seen, ['opened', '{"e" : "trade","p":"61837.6300"}'])
  socket.send('{"method":"SUBSCRIBE"}')
  socket.sendFrame({ id: 3, method: 'order.place', params: { symbol: 'BTCUSDT', price: '1.0' }, sign: true })
  await until('both frames', () => got.length === 2)
  t.strictSame(got, [
    '{"method":"SUBSCRIBE"}',
    '{"id":3,"method":"order.place","params":{"apiKey":"KEY","price":"1.0","symbol":"BTCUSDT","signature":"signed(apiKey=KEY&price=1.0&symbol=BTCUSDT)"}}',
  ])
  socket.close()
  await until('the end', () => closed.length > 0)
  socket.send('lost')
  t.equal(closed.length, 1)
})

t.test('gives a user of bytes each frame as the bytes of its text', async (t) => {
  const url = await venueOf(t, (client) => client.send('{"p":"€"}'))
  const { seen, closed, handlers } = watch()
  const frames: string[] = []
  const socket = openVenueSocket(url, { ...handlers, bytes: (frame) => void frames.push(Buffer.from(frame).toString('hex')) }, undefined)
  await until('the frame', () => frames.length === 1)
  t.strictSame([frames, seen], [[Buffer.from('{"p":"€"}').toString('hex')], ['opened']])
  socket.close()
  await until('the end', () => closed.length > 0)
})

t.test('reports the end with code and reason, once', async (t) => {
  const url = await venueOf(t, (client) => client.close(1008, 'too many requests'))
  const { closed, handlers } = watch()
  openVenueSocket(url, handlers, undefined)
  await until('the end', () => closed.length > 0)
  t.strictSame(closed, [[1008, 'too many requests']])
})

t.test('closes over a frame above 1 MiB and over a binary one', async (t) => {
  for (const [frame, code] of [
    ['x'.repeat(1024 * 1024 + 1), 1006],
    [new Uint8Array(4), 1003],
  ] as const) {
    const url = await venueOf(t, (client) => client.send(frame))
    const { seen, closed, handlers } = watch()
    openVenueSocket(url, handlers, undefined)
    await until('the end', () => closed.length > 0)
    t.strictSame([seen, closed.length, closed[0]?.[0]], [['opened'], 1, code])
  }
})

t.test('reports a refused connection as its end', async (t) => {
  const { seen, closed, handlers } = watch()
  openVenueSocket((await deadEndpoint()).replace('http', 'ws'), handlers, undefined)
  await until('the end', () => closed.length > 0)
  t.strictSame(seen, [])
  t.match(closed, [[1006, /ECONNREFUSED/]])
})
