import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import t, { type Test } from 'tap'
import { waitReady } from '../../../src/lib/cli/readiness.ts'
import { startTicksOf } from '../../../src/lib/io/process-identity.ts'
import type { Places } from '../../../src/lib/io/run-directory.ts'
import { writeServiceRecord } from '../../../src/lib/io/service-record.ts'
import { placesIn } from '../../kit/run-folder.ts'

/** A folder in which md runs; it is ready from its `readyAt`th answer on. */
const withMd = async (t: Test, readyAt: number): Promise<Places> => {
  let asked = 0
  const server = createServer((_, answer) => {
    asked += 1
    const ready = asked >= readyAt
    answer.end(JSON.stringify({ svc: 'md', state: ready ? 'running' : 'syncing', ready, reason: ready ? 'ok' : 'BTCUSDT has no book', uptimeMs: 1, lagMs: 0 }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const places = placesIn(t.testdir())
  const { pid } = process
  const http = `127.0.0.1:${(server.address() as AddressInfo).port}`
  writeServiceRecord(places.run, { svc: 'md', instance: 'md', pid, startTicks: startTicksOf(pid), version: '0', http, pub: null, rpc: null, startedUs: 1 })
  return places
}

t.test('waits until all are ready', async (t) => {
  await t.resolves(waitReady(await withMd(t, 3), ['md'], 60_000))
})

t.test('names the one that is not ready, and why, when the time is over', async (t) => {
  const places = await withMd(t, 1_000)
  await t.rejects(waitReady(places, ['md'], 0), { code: 'NOT_READY', exit: 75, message: "'md' is not ready: syncing: BTCUSDT has no book" })
  await t.rejects(waitReady(await withMd(t, 1), ['md', 'exec'], 0), { message: "'exec' is not ready: does not answer" })
})
