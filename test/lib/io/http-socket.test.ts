import { once } from 'node:events'
import t from 'tap'
import { WebSocket, WebSocketServer } from 'ws'
import { serverSocket } from '../../../src/lib/io/http-socket.ts'
import type { ServerSocket } from '../../../src/lib/ports/http.ts'
import { until } from '../../kit/until.ts'

const pair = async (t: import('tap').Test): Promise<{ client: WebSocket; server: ServerSocket }> => {
  const listener = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
  await once(listener, 'listening')
  const client = new WebSocket(`ws://127.0.0.1:${(listener.address() as { port: number }).port}`, { perMessageDeflate: false })
  const [socket] = (await once(listener, 'connection')) as [WebSocket]
  await once(client, 'open')
  t.teardown(() => {
    client.terminate()
    socket.terminate()
    listener.close()
  })
  return { client, server: serverSocket(socket, { path: '/ws', query: 'a=1' }) }
}

t.test('sends and receives text, and knows where it was opened', async (t) => {
  const { client, server } = await pair(t)
  t.match(server, { path: '/ws', query: 'a=1' })
  const texts: string[] = []
  server.onText((text) => texts.push(text))
  client.send('é 1')
  server.send('{"p":"1.10"}')
  t.equal(String((await once(client, 'message'))[0]), '{"p":"1.10"}')
  await until('the text', () => texts.length === 1)
  t.strictSame(texts, ['é 1'])
})

t.test('closes over a binary frame and sends nothing afterwards', async (t) => {
  const { client, server } = await pair(t)
  const ends: string[] = []
  server.onText(() => ends.push('text'))
  server.onClosed(() => ends.push('closed'))
  client.send(new Uint8Array(3))
  t.match(await once(client, 'close'), [1003])
  await until('the end', () => ends.length > 0)
  server.send('lost')
  t.strictSame(ends, ['closed'])
})

t.test('closes a client that does not read', async (t) => {
  const { client, server } = await pair(t)
  client.pause()
  const text = 'x'.repeat(256 * 1024)
  for (let index = 0; index < 64; index++) server.send(text)
  let received = 0
  client.on('message', () => received++)
  const closed = once(client, 'close')
  client.resume()
  t.match(await closed, [1013])
  t.ok(received >= 32 && received < 64, `${received} of 64 frames were sent`)
})

t.test('closes with the code it is given', async (t) => {
  const { client, server } = await pair(t)
  server.close(1008)
  t.match(await once(client, 'close'), [1008])
})

t.test('pings as often as it is told, tells of pings, and drops a client that is silent for too long', async (t) => {
  const { client, server } = await pair(t)
  let heard = 0
  server.onPing?.(() => {
    heard += 1
  })
  client.ping()
  await until('the ping', () => heard === 1)
  server.keepAlive?.(20, 10_000)
  await once(client, 'ping')
  await until('the pongs', () => heard >= 3)
  server.keepAlive?.(20, 0)
  t.match(await once(client, 'close'), [1006])
})
