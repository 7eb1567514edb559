import t from 'tap'
import type { Health } from '../../../src/lib/daemon/core.ts'
import { type EndpointSource, endpoints } from '../../../src/lib/daemon/endpoints.ts'
import type { ServerRequest, ServerResponse } from '../../../src/lib/ports/http.ts'

const running: Health = { state: 'running', ready: true, reason: 'ok' }

const handlerOf = (health: Health, other?: EndpointSource['other']) =>
  endpoints({ service: 'md', epoch: 3, health: () => health, uptimeMs: () => 12, lagMs: () => 4, metrics: () => 'up 1\n', other })

const ask = (health: Health, wish: Partial<ServerRequest>, other?: EndpointSource['other']): ServerResponse => {
  const answers: ServerResponse[] = []
  const request = { method: 'GET', path: '/health', query: '', headers: {}, body: '', ...wish }
  handlerOf(health, other).request(request, (response) => answers.push(response))
  const [answer] = answers
  if (answer === undefined || answers.length > 1) throw new Error(`answered ${answers.length} times`)
  return answer
}

const statusOf = (health: Health, probe: string): number => ask(health, { query: `probe=${probe}` }).status

t.test('says how the daemon is, in full', async (t) => {
  const { status, body } = ask(running, {})
  t.equal(status, 200)
  t.strictSame(JSON.parse(body), { svc: 'md', state: 'running', startup: true, live: true, ready: true, reason: 'ok', epoch: 3, uptimeMs: 12, lagMs: 4 })
})

t.test('answers each probe by the state', async (t) => {
  const syncing: Health = { state: 'syncing', ready: false, reason: 'no book yet' }
  const failed: Health = { state: 'failed', ready: false, reason: 'no key' }
  const rows = [running, syncing, failed].map((health) => ['startup', 'live', 'ready'].map((probe) => statusOf(health, probe)))
  t.strictSame(rows, [
    [200, 200, 200],
    [200, 200, 503],
    [200, 503, 503],
  ])
  t.equal(ask(syncing, {}).status, 503, 'asks for readiness unless told otherwise')
  t.match(ask(syncing, {}).body, /"reason":"no book yet"/)
})

t.test('refuses a probe that does not exist', async (t) => {
  for (const probe of ['pulse', 'constructor', '__proto__']) t.equal(statusOf(running, probe), 400, probe)
  t.match(ask(running, { query: 'probe=pulse' }).body, 'startup, live, ready')
})

t.test('serves metrics as text', async (t) => {
  t.strictSame(ask(running, { path: '/metrics' }), { status: 200, headers: { 'content-type': 'text/plain; version=0.0.4' }, body: 'up 1\n' })
})

t.test('passes on what is not its own, and finds nothing where nobody serves', async (t) => {
  const other = { request: ({ path }: ServerRequest, respond: (response: ServerResponse) => void) => respond({ status: 201, body: path }) }
  t.match(ask(running, { path: '/api' }, other), { status: 201, body: '/api' })
  t.match(ask(running, { path: '/health', method: 'POST' }, other), { status: 201 })
  t.match(ask(running, { path: '/api' }), { status: 404 })
  t.match(ask(running, { path: 'constructor' }), { status: 404 })
})

t.test('takes sockets only where the daemon does', async (t) => {
  t.equal(handlerOf(running).socket, undefined)
  const socket = (): void => undefined
  t.equal(handlerOf(running, { request: () => undefined, socket }).socket, socket)
})
