import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { get as getPlain } from 'node:http'
import { get as getSecure } from 'node:https'
import t from 'tap'
import { WebSocket } from 'ws'
import { openHttpServer } from '../../../src/lib/io/http-server.ts'

const pem = (name: string): string => readFileSync(new URL(`../../fixtures/loopback-${name}.pem`, import.meta.url), 'utf8')

t.test('speaks plain and encrypted on one port, requests and sockets', async (t) => {
  const server = await openHttpServer('127.0.0.1:0', { cert: pem('cert'), key: pem('key') })
  t.teardown(() => new Promise<void>((resolve) => server.close(resolve)))
  server.handle({ request: (_request, respond) => respond({ status: 200, body: '{}' }), socket: (socket) => socket.onText((text) => socket.send(`${text}!`)) })
  const ca = { ca: pem('cert') }
  const statusOf = async (request: ReturnType<typeof getPlain>): Promise<number | undefined> => {
    const [response] = await once(request, 'response')
    response.resume()
    return response.statusCode
  }
  t.equal(await statusOf(getPlain(`http://${server.address}/`)), 200)
  t.equal(await statusOf(getSecure(`https://${server.address}/`, ca)), 200)
  for (const [scheme, options] of [
    ['ws', {}],
    ['wss', ca],
  ] as const) {
    const socket = new WebSocket(`${scheme}://${server.address}/ws`, options)
    await once(socket, 'open')
    socket.send('hello')
    const [data] = await once(socket, 'message')
    t.equal(String(data), 'hello!')
    socket.close()
    await once(socket, 'close')
  }
})
