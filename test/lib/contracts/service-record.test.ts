import t from 'tap'
import { validator } from '../../../src/lib/codec/schema.ts'
import { RunInfo, ServiceRecord } from '../../../src/lib/contracts/service-record.ts'

const record = { svc: 'md', instance: 'md', pid: 7, startTicks: 0, version: '0.1.0', http: null, pub: 'ipc:///r/md.pub.sock', rpc: null, startedUs: 1 }
const info = { version: '0.1.0', node: 'v24', mode: 'sim', seed: 1, configDigest: 'ab', data: { 'btc.gz': 'cd' }, startedUs: 1 }

t.test('takes a record with and without addresses', async (t) => {
  t.ok(validator(ServiceRecord)(record).ok)
  t.notOk(validator(ServiceRecord)({ ...record, http: 80 }).ok)
  t.notOk(validator(ServiceRecord)({ ...record, pid: 0 }).ok)
})

t.test('takes the description of a run', async (t) => {
  t.ok(validator(RunInfo)(info).ok)
  t.notOk(validator(RunInfo)({ ...info, data: { 'btc.gz': 1 } }).ok)
})
