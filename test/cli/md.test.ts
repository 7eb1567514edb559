import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { ringPath } from '../../src/lib/io/ring-path.ts'
import { findPlaces, preparePlaces } from '../../src/lib/io/run-directory.ts'
import { pidsOf, recordsIn, shell, stackDir, trade } from '../kit/cli.ts'
import { until } from '../kit/until.ts'

t.test('alone it is the daemon with a private simulator, and ends with its reader, leaving nothing', async (t) => {
  const dir = stackDir(t)
  const { code, stdout, stderr } = await shell(`trade md -vv --symbol btcusdt --dir ${dir} | head -3`, { withinMs: 30_000 })
  t.equal(code, 0)
  t.equal(recordsIn(stdout).length, 3)
  for (const record of recordsIn(stdout)) t.match(record, { v: 1, src: 'md', symbol: 'BTCUSDT', type: String, ts: Number })
  t.match(stderr, /^symbol 'btcusdt' is written 'BTCUSDT'$/m)
  t.match(stderr, /^no simulator runs here: started a private one at http:\/\/127\.0\.0\.1:\d+$/m)
  t.match(stderr, /^this is the md of the profile, pid \d+$/m)
  await until('its processes are gone', () => pidsOf(dir).length === 0)
  t.equal(existsSync(ringPath(join(dir, 'run'))), false)
})

t.test('ends with 2 at an unknown flag, naming the nearest', async (t) => {
  t.match(await trade(['md', '--symbl', 'BTCUSDT', '--dir', stackDir(t)]), {
    code: 2,
    stdout: '',
    stderr: 'error: nonexistent flag: --symbl (USAGE)\ntry: did you mean --symbol?\n',
  })
})

t.test('with --attach ends with 3 when no md runs', async (t) => {
  t.match(await trade(['md', '--attach', '--dir', stackDir(t)]), { code: 3, stdout: '', stderr: /no 'md' runs in this profile \(NOT_RUNNING\)/ })
})

t.test('ends with 78 at a file in place of its ring, naming what was seen and expected, before it starts a simulator', async (t) => {
  const dir = stackDir(t)
  const places = findPlaces({ dir })
  preparePlaces(places)
  writeFileSync(ringPath(places.run), 'no ring '.repeat(4_096), { mode: 0o600 })
  t.match(await trade(['md', '--dir', dir]), { code: 78, stdout: '', stderr: /^error: .* magic 0x\w+ seen, 0x\w+ expected \(RING_FOREIGN\)\ntry: / })
})
