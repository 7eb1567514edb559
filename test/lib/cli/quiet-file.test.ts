import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openQuietFile } from '../../../src/lib/cli/quiet-file.ts'

const HOUR_US = 3_600_000_000
const NOW_US = 1_700_000_000_000_000

t.test('a later start finds the end that an earlier one left, of the same venue alone', async (t) => {
  const data = t.testdir({})
  t.equal(openQuietFile(data, 'binance a', NOW_US).untilUs, 0)
  openQuietFile(data, 'binance a', NOW_US).file.replace({ untilUs: NOW_US + HOUR_US })
  t.equal(statSync(join(data, 'quiet.json')).mode & 0o777, 0o600)
  t.strictSame(readdirSync(data), ['quiet.json'])
  t.equal(openQuietFile(data, 'binance a', NOW_US + 1).untilUs, NOW_US + HOUR_US)
  t.equal(openQuietFile(data, 'binance a', NOW_US + HOUR_US).untilUs, 0)
  t.equal(openQuietFile(data, 'binance b', NOW_US).untilUs, 0)
})

t.test('a damaged file and an end that no ban reaches hold up nothing', async (t) => {
  for (const text of ['{', 'null', '{"venue":"x","untilUs":"9"}', `{"venue":"x","untilUs":${NOW_US + 73 * HOUR_US}}`]) {
    const data = t.testdir({})
    writeFileSync(join(data, 'quiet.json'), text)
    t.equal(openQuietFile(data, 'x', NOW_US).untilUs, 0, text)
  }
})
