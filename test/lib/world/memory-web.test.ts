import t from 'tap'
import { prng } from '../../../src/lib/base/prng.ts'
import type { HttpHandler, ServerSocket } from '../../../src/lib/ports/http.ts'
import type { VenueRequest, VenueResult, VenueSocketHandlers } from '../../../src/lib/ports/venue.ts'
import { createFaults, type FaultRates, QUIET } from '../../../src/lib/world/faults.ts'
import { createKernel } from '../../../src/lib/world/kernel.ts'
import { memoryWeb, type SigningForm } from '../../../src/lib/world/memory-web.ts'

const S = 1_000_000
const form: SigningForm = {
  rest: ({ params, security }, key) => {
    const query = params.map(([name, value]) => `${name}=${value}`).join('&')
    return key === undefined || security === 'none' ? { query, headers: {} } : { query: `${query}&signature=${key.sign(query)}`, headers: { key: key.apiKey } }
  },
  frame: ({ method }, signer) => `${method} by ${signer.apiKey}`,
}
const signer = { apiKey: 'k', sign: (payload: string) => `s(${payload})` }
const get: VenueRequest = { method: 'GET', path: '/time', params: [['a', 1]], security: 'none' }
const post: VenueRequest = { method: 'POST', path: '/order', params: [['a', 1]], security: 'signed' }

const setup = (rates: Partial<FaultRates> = {}) => {
  const kernel = createKernel(S)
  const faults = createFaults(prng(1), { ...QUIET, ...rates })
  const web = memoryWeb({ kernel, faults, form })
  const [requests, sockets, results]: [string[], ServerSocket[], VenueResult[]] = [[], [], []]
  const handler: HttpHandler = {
    request: ({ method, path, query, headers }, respond) => {
      requests.push(`${method} ${path}?${query} ${headers.key ?? ''}`.trim())
      respond({ status: 200, body: path })
    },
    socket: (socket) => void sockets.push(socket),
  }
  const start = () => {
    const server = web.serve()
    server.handle(handler)
    return server
  }
  return {
    kernel,
    faults,
    web,
    requests,
    sockets,
    results,
    start,
    run: (us = S) => kernel.run(kernel.nowUs() + us),
    keep: (result: VenueResult) => void results.push(result),
  }
}

/** A client's socket that writes down what it hears. */
const ear = (): VenueSocketHandlers & { readonly heard: string[] } => {
  const heard: string[] = []
  return { heard, opened: () => heard.push('opened'), text: (text) => heard.push(text), closed: (code) => heard.push(`closed ${code}`) }
}

const hundred = Array.from({ length: 100 }, (_, index) => `${index}`)

t.test('carries a request and its answer, signed where it is to be', async (t) => {
  const { web, requests, results, start, run, keep } = setup()
  start()
  const link = web.link(signer)
  link.send(get, S, keep)
  run()
  link.send(post, S, keep)
  run()
  t.same(requests, ['GET /time?a=1', 'POST /order?a=1&signature=s(a=1) k'])
  t.match(results, [
    { ok: true, status: 200, body: '/time', sentMonoUs: S },
    { ok: true, body: '/order' },
  ])
})

t.test('refuses what nobody serves, before and after', async (t) => {
  const { web, results, start, run, keep } = setup()
  const link = web.link(signer)
  const refused = { ok: false, sent: false, reason: 'connection refused' }
  link.send(get, S, keep)
  run()
  t.match(results.splice(0), [refused])
  start().cut()
  link.send(get, S, keep)
  const client = ear()
  link.openSocket('/ws', client)
  run()
  t.match(results, [refused])
  t.same(client.heard, ['closed 1006'])
})

t.test('leaves the fate of an order open when its answer is lost', async (t) => {
  const { web, requests, results, start, run, keep, faults } = setup({ lostAnswerRatio: 1 })
  start()
  const link = web.link(signer)
  link.send(post, S, keep)
  link.send(get, S, keep)
  run(2 * S)
  t.equal(requests.length, 2, 'the venue acted')
  t.match(results, [
    { ok: true, body: '/time' },
    { ok: false, sent: true, reason: 'no answer in time' },
  ])
  t.equal(faults.count, 1)
})

t.test('answers a request once', async (t) => {
  const { web, results, start, run, keep } = setup()
  const server = start()
  const twice: HttpHandler['request'] = (_request, respond) => {
    for (const body of ['first', 'second']) respond({ status: 200, body })
  }
  server.handle({ request: twice })
  web.link(signer).send(get, S, keep)
  run(3 * S)
  t.equal(results.length, 1)
})

t.test('keeps the texts of a socket in order, both ways', async (t) => {
  const { web, sockets, start, run } = setup()
  start()
  const client = ear()
  const socket = web.link(signer).openSocket('/stream?streams=btc', client)
  run()
  const [server] = sockets
  const heard: string[] = []
  server?.onText((text) => heard.push(text))
  for (const text of hundred) {
    socket.send(text)
    server?.send(text)
  }
  run()
  t.same(client.heard, ['opened', ...hundred])
  t.same(heard, hundred)
  t.match(server, { path: '/stream', query: 'streams=btc' })
})

t.test('gives a user of bytes each text as its bytes', async (t) => {
  const { web, sockets, start, run } = setup()
  start()
  const client = ear()
  web.link(signer).openSocket('/stream', { ...client, bytes: (frame) => void client.heard.push(new TextDecoder().decode(frame)) })
  run()
  sockets[0]?.send('{"p":"1"}')
  run()
  t.same(client.heard, ['opened', '{"p":"1"}'])
})

t.test('signs the frames that are to be signed', async (t) => {
  const { web, sockets, start, run } = setup()
  start()
  const heard: string[] = []
  const socket = web.link(signer).openSocket('/ws-api/v3', ear())
  run()
  sockets[0]?.onText((text) => heard.push(text))
  socket.sendFrame({ id: 1, method: 'ping', params: { a: 1 }, sign: false })
  socket.sendFrame({ id: 2, method: 'logon', params: {}, sign: true })
  run()
  t.same(heard, ['{"id":1,"method":"ping","params":{"a":1}}', 'logon by k'])
})

t.test('loses frames of the market and repeats events of the account', async (t) => {
  const { web, sockets, start, run } = setup({ frameDropRatio: 0.3, userDuplicateRatio: 0.3 })
  start()
  const [market, user] = [ear(), ear()]
  const link = web.link(signer)
  link.openSocket('/stream', market)
  link.openSocket('/ws-api/v3', user)
  run()
  for (const text of hundred) for (const socket of sockets) socket.send(`{"event":${text}}`)
  run()
  t.ok(market.heard.length < 100, `${market.heard.length} frames`)
  t.ok(user.heard.length > 110, `${user.heard.length} events`)
  t.equal(new Set(user.heard).size, 101)
})

t.test('tells both ends once that a socket is closed', async (t) => {
  for (const [first, code] of [
    ['client', 1000],
    ['venue', 1012],
  ] as const) {
    const { web, sockets, start, run } = setup()
    start()
    const client = ear()
    const socket = web.link(signer).openSocket('/ws', client)
    run()
    let closed = 0
    sockets[0]?.onClosed(() => {
      closed += 1
    })
    const ends = [() => socket.close(), () => sockets[0]?.close(1012)]
    for (const end of first === 'client' ? ends : ends.reverse()) end()
    socket.close()
    run()
    sockets[0]?.send('late')
    run()
    t.same(client.heard, ['opened', `closed ${code}`], first)
    t.equal(closed, 1, first)
  }
})

t.test('breaks the sockets of a venue that dies, and of a client that dies', async (t) => {
  const { web, sockets, start, run } = setup()
  const server = start()
  const [staying, dying] = [ear(), ear()]
  const link = web.link(signer)
  web.link(signer).openSocket('/ws', staying)
  link.openSocket('/ws', dying)
  run()
  const closed: number[] = []
  for (const [index, socket] of sockets.entries()) socket.onClosed(() => closed.push(index))
  link.cut()
  run()
  t.same(dying.heard, ['opened'], 'the dead hear nothing')
  t.same(closed.splice(0).length, 1)
  server.cut()
  run()
  t.same(staying.heard, ['opened', 'closed 1006'])
})

t.test('gives a dead client no answer, and a new server its callers', async (t) => {
  const { web, results, requests, start, run, keep } = setup()
  start()
  const link = web.link(signer)
  link.send(get, S, keep)
  link.cut()
  run(2 * S)
  t.same([requests.length, results.length], [1, 0])
  start()
  web.link(null).send(post, S, keep)
  run()
  t.match(results, [{ ok: true, body: '/order' }])
  t.equal(requests.at(-1), 'POST /order?a=1')
})
