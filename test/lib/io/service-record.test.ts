import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import t from 'tap'
import { startTicksOf } from '../../../src/lib/io/process-identity.ts'
import { findService, findServices, removeServiceRecord, writeServiceRecord } from '../../../src/lib/io/service-record.ts'

const record = {
  svc: 'md',
  instance: 'md',
  pid: process.pid,
  startTicks: startTicksOf(process.pid),
  version: '0.1.0',
  http: 'http://127.0.0.1:1234',
  pub: 'ipc:///r/md.pub.sock',
  rpc: null,
  startedUs: 1_723_075_200_123_456,
}

t.test('finds what a living service wrote', async (t) => {
  const run = t.testdir()
  writeServiceRecord(run, record)
  t.strictSame(findService(run, 'md'), { record, alive: true })
})

t.test('tells a record that a dead service left', async (t) => {
  const run = t.testdir()
  writeServiceRecord(run, { ...record, startTicks: 1 })
  t.equal(findService(run, 'md')?.alive, false)
})

t.test('finds nothing where there is none or it is broken', async (t) => {
  const run = t.testdir()
  t.equal(findService(run, 'md'), undefined)
  writeFileSync(join(run, 'md.json'), '{"svc":"md"}')
  t.equal(findService(run, 'md'), undefined)
  t.strictSame(findServices(join(run, 'none')), [])
})

t.test('lists every service and passes over other documents', async (t) => {
  const run = t.testdir({ 'stack.json': '{"pid":1}', 'md.lock': '' })
  writeServiceRecord(run, record)
  writeServiceRecord(run, { ...record, svc: 'exec', instance: 'exec' })
  t.strictSame(
    findServices(run).map((found) => found.record.instance),
    ['exec', 'md'],
  )
  removeServiceRecord(run, 'exec')
  removeServiceRecord(run, 'exec')
  t.strictSame(
    findServices(run).map((found) => found.record.instance),
    ['md'],
  )
})
