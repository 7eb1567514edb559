import { once } from 'node:events'
import { get, request } from 'node:http'
import { connect } from 'node:net'
import process from 'node:process'
import t, { type Test } from 'tap'
import { WebSocket } from 'ws'
import { openHttpServer } from '../../../src/lib/io/http-server.ts'
import type { HttpHandler, ServerRequest } from '../../../src/lib/ports/http.ts'
import { until } from '../../kit/until.ts'

const serverOf = async (t: Test, handler?: HttpHandler) => {
  const server = await openHttpServer('127.0.0.1:0')
  if (handler !== undefined) server.handle(handler)
  t.teardown(() => new Promise<void>((resolve) => server.close(resolve)))
  return server
}

/** The whole answer to raw bytes. */
const raw = async (address: string, ...parts: string[]): Promise<string> => {
  const socket = connect(Number(address.split(':')[1]), '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.on('error', () => socket.destroy())
  for (const part of parts) socket.write(part)
  await once(socket, 'close')
  return Buffer.concat(chunks).toString()
}

const handlerOf = (answer: HttpHandler['request'], socket?: HttpHandler['socket']): HttpHandler =>
  socket === undefined ? { request: answer } : { request: answer, socket }

t.test('gives path, raw query, headers and body as received, and sends text byte for byte', async (t) => {
  const seen: ServerRequest[] = []
  const server = await serverOf(
    t,
    handlerOf((incoming, respond) => {
      seen.push(incoming)
      respond({ status: 201, headers: { 'X-MBX-USED-WEIGHT-1M': '7', 'content-type': 'text/plain' }, body: 'é {"a" : 1.10}\n' })
      respond({ status: 500, body: 'a second answer' })
    }),
  )
  const answer = await raw(
    server.address,
    'POST /api/v3/or%64er?symbol=%EF%BC%91&b=a+b&?=1 HTTP/1.1\r\nHost: x\r\nX-MBX-APIKEY: Key\r\nContent-Length: 4\r\nConnection: close\r\n\r\n',
    'q=%2',
  )
  t.match(seen, [
    { method: 'POST', path: '/api/v3/or%64er', query: 'symbol=%EF%BC%91&b=a+b&?=1', headers: { 'x-mbx-apikey': 'Key' }, body: 'q=%2', address: '127.0.0.1' },
  ])
  t.match(answer, /^HTTP\/1.1 201 /)
  t.match(answer, /X-MBX-USED-WEIGHT-1M: 7\r\n/)
  t.match(answer, /content-type: text\/plain\r\n/)
  t.match(answer, /content-length: 16\r\n/)
  t.ok(answer.endsWith('\r\n\r\né {"a" : 1.10}\n'))
})

t.test('answers 503 before there is a handler, and JSON by default', async (t) => {
  const server = await serverOf(t)
  const ask = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
  t.match(await raw(server.address, ask), /^HTTP\/1.1 503 /)
  t.match(await raw(server.address, ask.replace('Connection: close', 'Connection: Upgrade\r\nUpgrade: websocket')), /^HTTP\/1.1 503 /)
  server.handle(handlerOf((_, respond) => respond({ status: 200, body: '{}' })))
  t.match(await raw(server.address, ask), /^HTTP\/1.1 200 OK\r\ncontent-type: application\/json\r\n/)
})

t.test('refuses bodies above 1 MiB, headers above 64 KiB and bytes that are no HTTP', async (t) => {
  let handled = 0
  const server = await serverOf(
    t,
    handlerOf((incoming, respond) => {
      handled += 1
      respond({ status: 200, body: String(incoming.body.length) })
    }),
  )
  const post = async (length: number): Promise<number | undefined> => {
    const outgoing = request(`http://${server.address}/`, { method: 'POST' })
    outgoing.end('x'.repeat(length))
    const [incoming] = await once(outgoing, 'response')
    incoming.resume()
    return incoming.statusCode
  }
  t.equal(await post(1024 * 1024), 200)
  t.equal(await post(1024 * 1024 + 1), 413)
  t.match(await raw(server.address, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`), /^HTTP\/1.1 431 /)
  t.match(await raw(server.address, '\x00\x01\x02 strange\r\n\r\n'), /^HTTP\/1.1 400 /)
  t.equal(handled, 1)
})

t.test('survives a client that goes away before its answer', async (t) => {
  let answerLate: (() => void) | undefined
  const server = await serverOf(
    t,
    handlerOf((_, respond) => {
      answerLate = () => respond({ status: 200, body: '{}' })
    }),
  )
  const outgoing = get(`http://${server.address}/`)
  outgoing.on('error', () => undefined)
  const late = await until('the request', () => answerLate)
  outgoing.destroy()
  late()
  answerLate = undefined
  const second = get(`http://${server.address}/`)
  const later = await until('the next request', () => answerLate)
  later()
  const [incoming] = await once(second, 'response')
  t.equal(incoming.statusCode, 200)
  incoming.resume()
})

t.test('hands over WebSockets, and refuses them without a handler', async (t) => {
  const server = await serverOf(
    t,
    handlerOf((_, respond) => respond({ status: 200, body: '' })),
  )
  const refused = new WebSocket(`ws://${server.address}/ws`)
  const [error] = await once(refused, 'error')
  t.match(error.message, /404/)
  const heard: string[] = []
  server.handle(
    handlerOf(
      (_, respond) => respond({ status: 200, body: '' }),
      (socket) => {
        socket.onText((text) => {
          heard.push(text)
          socket.send(`${socket.path} ${socket.query} ${text}`)
        })
        socket.onClosed(() => heard.push('closed'))
      },
    ),
  )
  const client = new WebSocket(`ws://${server.address}/stream?streams=btcusdt%40trade`)
  await once(client, 'open')
  client.send('{"id": 1}')
  const [data, binary] = await once(client, 'message')
  t.equal(String(data), '/stream streams=btcusdt%40trade {"id": 1}')
  t.equal(binary, false)
  client.close()
  await until('the end', () => heard.length === 2)
  t.strictSame(heard, ['{"id": 1}', 'closed'])
})

t.test('refuses an address that is not loopback with exit 2', async (t) => {
  await t.rejects(openHttpServer('0.0.0.0:0'), { code: 'HTTP_ADDRESS', exit: 2 })
})

t.test('names the process that holds the port with exit 10', async (t) => {
  const server = await serverOf(t)
  await t.rejects(openHttpServer(server.address), { code: 'PORT_TAKEN', exit: 10, message: new RegExp(`the port is taken by pid ${process.pid} \\(`) })
})

t.test('ends open requests and sockets when it closes, and frees its port', async (t) => {
  const server = await openHttpServer('127.0.0.1:0')
  server.handle(
    handlerOf(
      () => undefined,
      (socket) => socket.send('hello'),
    ),
  )
  const open = get(`http://${server.address}/`)
  const failed = once(open, 'error')
  const client = new WebSocket(`ws://${server.address}/`)
  await once(client, 'message')
  const closed = once(client, 'close')
  await new Promise<void>((resolve) => server.close(resolve))
  t.match(await failed, [{ code: 'ECONNRESET' }])
  t.match(await closed, [1001])
  const next = await openHttpServer(server.address)
  t.equal(next.address, server.address)
  await new Promise<void>((resolve) => next.close(resolve))
})
