import t from 'tap'
import { readRunInfo, writeRunInfo } from '../../../src/lib/io/run-info.ts'

const info = { version: '0.1.0', node: 'v24', mode: 'sim', seed: 1, configDigest: 'ab', data: { 'btc.gz': 'cd' }, startedUs: 1 }

t.test('reads back what was run', async (t) => {
  const top = t.testdir()
  writeRunInfo(top, info)
  t.strictSame(readRunInfo(top), { ok: true, value: info })
})

t.test('names the field that is wrong', async (t) => {
  t.strictSame(readRunInfo(t.testdir({ 'run.json': JSON.stringify({ ...info, seed: 'x' }) })), { ok: false, error: '\'seed\' is "x", expected integer' })
  t.match(readRunInfo(t.testdir()), { ok: false, error: /ENOENT/ })
})
