import { join } from 'node:path'
import process from 'node:process'
import t from 'tap'
import { assertRecordings, recordRun } from '../../../src/lib/cli/run-record.ts'
import { VERSION } from '../../../src/lib/cli/version.ts'
import { readRunInfo } from '../../../src/lib/io/run-info.ts'
import { placesIn } from '../../kit/run-folder.ts'

const settings = { place: ['--dir', 'a'], symbols: ['BTCUSDT'], seed: 7, recordings: [], speed: '1', strategy: 'maker', verbose: false }

const digestOf = (dir: string, change: object): string => {
  const places = placesIn(dir)
  recordRun(places, { ...settings, ...change }, 1)
  const info = readRunInfo(places.top)
  return info.ok ? info.value.configDigest : info.error
}

t.test('says what was run and hashes the recordings', async (t) => {
  const places = placesIn(t.testdir({ 'day.ndjson': 'abc' }))
  recordRun(places, { ...settings, recordings: [join(places.top, 'day.ndjson')] }, 5)
  const sha256OfAbc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  const info = readRunInfo(places.top)
  t.match(info, { ok: true, value: { version: VERSION, node: process.version, mode: 'sim', seed: 7, data: { 'day.ndjson': sha256OfAbc }, startedUs: 5 } })
})

t.test('has the same digest for the same settings in another place, and another for others', async (t) => {
  const dir = t.testdir()
  const digest = digestOf(dir, {})
  t.match(digest, /^[0-9a-f]{64}$/)
  t.equal(digestOf(dir, { place: ['--profile', 'b'] }), digest)
  t.not(digestOf(dir, { strategy: 'idle' }), digest)
})

t.test('refuses a recording that is missing with 65 and names it', (t) => {
  const dir = t.testdir({ 'day.ndjson': 'abc' })
  const [here, gone] = [join(dir, 'day.ndjson'), join(dir, 'night.ndjson')]
  assertRecordings([here])
  t.throws(() => assertRecordings([here, gone]), { code: 'RECORDING_MISSING', exit: 65, message: `recording '${gone}' does not exist` })
  t.end()
})
