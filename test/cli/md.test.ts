import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { ringPath } from '../../src/lib/io/ring-path.ts'
import { findPlaces, preparePlaces } from '../../src/lib/io/run-directory.ts'
import { pidsOf, recordsIn, serviceUp, shell, stackDir, start, trade } from '../kit/cli.ts'
import { runningMd } from '../kit/running-md.ts'
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

t.test('prints the channels that were asked for, books cut to the depth', async (t) => {
  const dir = stackDir(t)
  const { code, stdout } = await trade(['md', '--dir', dir, '--channel', 'book,bar:5t,trade', '--depth', '2', '--conflate', '200ms', '--limit', '60'])
  t.equal(code, 0)
  const records = recordsIn(stdout)
  t.strictSame([...new Set(records.map(({ type }) => type))].sort(), ['bar', 'orderbook', 'trade'])
  for (const { type, bids, spec } of records) {
    if (type === 'orderbook') t.ok((bids as unknown[]).length <= 2)
    if (type === 'bar') t.equal(spec, '5t')
  }
})

t.test('ends with 2 at an unknown venue or channel, naming the nearest, and at what would stop the daemon', async (t) => {
  const dir = stackDir(t)
  t.match(await trade(['md', '--dir', dir, '--venue', 'binanc']), { code: 2, stdout: '', stderr: /did you mean binance\?/ })
  t.match(await trade(['md', '--dir', dir, '--channel', 'tickr']), { code: 2, stdout: '', stderr: /did you mean ticker\?/ })
  t.match(await trade(['md', '--dir', dir, '--on-slow', 'block']), { code: 2, stdout: '', stderr: /would stop the daemon/ })
})

t.test('ends with 2 at another venue or address than those of the md that runs', async (t) => {
  const { dir } = await runningMd(t)
  t.match(await trade(['md', '--dir', dir, '--venue', 'kraken', '--limit', '1']), { code: 2, stdout: '', stderr: /'kraken'.*follows 'sim' \(OTHER_VENUE\)/ })
  t.match(await trade(['md', '--dir', dir, '--endpoint', 'http://127.0.0.1:1']), { code: 2, stdout: '', stderr: /follows 'http:\/\/127\.0\.0\.1:\d+' \(/ })
  t.match(await trade(['md', '--dir', dir, '--venue', 'sim', '--limit', '1']), { code: 0, stderr: /attached/ })
})

t.test('ends with 75 and one line when the venue never named its instruments', async (t) => {
  const asked = ['md', '--dir', stackDir(t), '--venue', 'kraken', '--endpoint', 'http://127.0.0.1:9', '--symbol', 'BTC-USD', '--for', '1s']
  t.match(await trade(asked), { code: 75, stdout: '', stderr: /\nerror: the venue named no instruments in this time \(VENUE_SILENT\)\n/ })
})

t.test('with --fail-on ends with 8 when a book goes stale', async (t) => {
  const dir = stackDir(t)
  start(t, ['md', '--daemon', '--dir', dir])
  await serviceUp(dir, 'md')
  const watching = trade(['md', '--attach', '--dir', dir, '--channel', 'state', '--fail-on', 'stale'])
  const resyncing = until(
    'the reader has seen it',
    async () => {
      await trade(['md', 'resync', 'BTCUSDT', '--dir', dir])
      return Promise.race([watching, false])
    },
    { withinMs: 30_000, everyMs: 1_000 },
  )
  t.match(await watching, { code: 8, stdout: /"state":"stale"/, stderr: /book 'BTCUSDT' is stale: asked to start again \(FAILED_ON_STALE\)/ })
  await resyncing
})

t.test('with --on-slow fail ends with 75 when its reader sleeps', async (t) => {
  const dir = stackDir(t)
  start(t, ['md', '--daemon', '--dir', dir])
  await serviceUp(dir, 'md')
  const said = await shell(`trade md --attach --dir ${dir} --on-slow fail | (sleep 15; cat > /dev/null)`)
  t.match(said, { code: 75, stderr: /READER_TOO_SLOW/ })
})
