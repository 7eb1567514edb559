import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import t, { type Test } from 'tap'
import { fetchText, healthOf } from '../../../src/lib/cli/health.ts'
import { startTicksOf } from '../../../src/lib/io/process-identity.ts'
import type { Places } from '../../../src/lib/io/run-directory.ts'
import { writeServiceRecord } from '../../../src/lib/io/service-record.ts'
import { placesIn } from '../../kit/run-folder.ts'

/** Address of a server on loopback that lives as long as the test. */
const serve = async (t: Test, answer: RequestListener): Promise<string> => {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

const withMd = (t: Test, http: string | null, startTicks = startTicksOf(process.pid)): Places => {
  const places = placesIn(t.testdir())
  const own = { svc: 'md', instance: 'md', pid: process.pid, version: '0', pub: null, rpc: null, startedUs: 1 }
  writeServiceRecord(places.run, { ...own, http, startTicks })
  return places
}

t.test('reads the health of a running service', async (t) => {
  const page = { svc: 'md', state: 'running', ready: true, reason: 'ok', uptimeMs: 5, lagMs: 0 }
  const address = await serve(t, ({ url }, answer) => answer.end(url === '/health' ? JSON.stringify(page) : ''))
  t.strictSame(await healthOf(withMd(t, address), 'md'), page)
})

t.test('finds none where none runs or none listens', async (t) => {
  t.equal(await healthOf(placesIn(t.testdir()), 'md'), null)
  t.equal(await healthOf(withMd(t, null), 'md'), null)
  t.equal(await healthOf(withMd(t, '127.0.0.1:1', 1), 'md'), null)
  t.equal(await healthOf(withMd(t, '127.0.0.1:1'), 'md'), null)
})

t.test('gives no text of an answer that was cut or never came', async (t) => {
  const cut = await serve(t, (_, answer) => {
    answer.writeHead(200, { 'content-length': '100' })
    answer.write('half')
    answer.socket?.destroySoon()
  })
  t.equal(await fetchText(cut, '/health'), null)
  const silent = await serve(t, () => undefined)
  t.equal(await fetchText(silent, '/health'), null)
})
