import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t, { type Test } from 'tap'
import { openTimeSeries } from '../../../src/lib/io/timeseries.ts'
import { readSeries } from '../../../src/lib/io/timeseries-reader.ts'
import type { TimeSeries } from '../../../src/lib/ports/timeseries.ts'
import { topRow } from '../../kit/series.ts'
import { until } from '../../kit/until.ts'

const retention = { ageUs: 1e15, sizeBytes: 1e12 }
const ended = (series: TimeSeries): Promise<void> => new Promise((done) => series.close(done))

const opened = (t: Test, path: string, thread?: URL) => {
  const said: string[] = []
  const series = openTimeSeries({
    path,
    retention,
    ...(thread === undefined ? {} : { thread }),
    log: { write: (level, message, fields) => void said.push(`${level} ${message} ${fields?.['reason'] ?? ''}`) },
  })
  t.teardown(() => ended(series))
  return { series, said }
}

t.test('stores rows in a thread of its own, and all of them before it is closed', async (t) => {
  const path = join(t.testdir(), 'series.sqlite')
  const { series, said } = opened(t, path)
  for (let atUs = 1; atUs <= 2_500; atUs++) series.add(topRow(atUs))
  t.equal(series.counts.queued, 2_500)
  await ended(series)
  t.strictSame(series.counts, { stored: 2_500, lost: 0, queued: 0 })
  let count = 0
  readSeries(path, { table: 'tops', symbols: ['BTCUSDT'], fromUs: 1, toUs: 2_000 }, () => ++count > 0)
  t.equal(count, 2_000)
  t.strictSame(said, [])
})

t.test('counts what a locked database cannot take, logs it once, and goes on when it can', async (t) => {
  const path = join(t.testdir(), 'series.sqlite')
  const { series, said } = opened(t, path)
  series.add(topRow(1))
  await until('the first row is stored', () => series.counts.stored === 1)
  const other = new DatabaseSync(path)
  other.exec('BEGIN IMMEDIATE')
  series.add(topRow(2))
  await until('the row is lost', () => series.counts.lost === 1, { withinMs: 20_000 })
  series.add(topRow(3))
  await until('the next row is lost', () => series.counts.lost === 2, { withinMs: 20_000 })
  other.exec('COMMIT')
  other.close()
  series.add(topRow(4))
  await until('rows are stored again', () => series.counts.stored === 2)
  t.match(said, [/^warn time series are not stored database is locked$/, /^info time series are stored again/])
})

t.test('never stops for a file that cannot be opened or rows that nobody can take', async (t) => {
  const path = join(t.testdir(), 'series.sqlite')
  mkdirSync(path)
  const { series, said } = opened(t, path)
  for (let atUs = 1; atUs <= 50_010; atUs++) series.add(topRow(atUs))
  t.equal(series.counts.lost, 10)
  await until('everything is lost', () => series.counts.lost === 50_010)
  t.match(said, [/^warn time series are not stored too many rows wait for the disk$/])
})

t.test('counts what a full disk cannot take', { skip: existsSync('/dev/full') ? false : 'no /dev/full' }, async (t) => {
  const { series, said } = opened(t, '/dev/full')
  series.add(topRow(1))
  await until('the row is lost', () => series.counts.lost === 1)
  t.equal(said.length, 1)
})

t.test('counts all that a thread took with it and all that comes after, and says so once', async (t) => {
  const thread = new URL("data:text/javascript,import { parentPort } from 'node:worker_threads'; parentPort.once('message', () => process.exit(3))")
  const { series, said } = opened(t, join(t.testdir(), 'series.sqlite'), thread)
  for (let atUs = 1; atUs <= 1_001; atUs++) series.add(topRow(atUs))
  t.strictSame(series.counts, { stored: 0, lost: 0, queued: 1_001 })
  await until('the thread is gone', () => series.counts.lost > 0)
  t.strictSame(series.counts, { stored: 0, lost: 1_001, queued: 0 })
  series.add(topRow(1_002))
  t.strictSame(series.counts, { stored: 0, lost: 1_002, queued: 0 })
  t.strictSame(said, ['warn time series are not stored the thread of the store ended'])
})

t.test('an end that was asked for is no failure', async (t) => {
  const { series, said } = opened(t, join(t.testdir(), 'series.sqlite'))
  await ended(series)
  t.strictSame(said, [])
  series.add(topRow(1))
  t.strictSame(series.counts, { stored: 0, lost: 1, queued: 0 })
})
