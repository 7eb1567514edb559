import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t, { type Test } from 'tap'
import type { SeriesRow } from '../../../src/lib/contracts/series.ts'
import { readSeries } from '../../../src/lib/io/timeseries-reader.ts'
import { openSeriesStore, type SeriesStore } from '../../../src/lib/io/timeseries-store.ts'
import { barRow, stateRow, topRow } from '../../kit/series.ts'

const FOR_EVER = { ageUs: 1e15, sizeBytes: 1e12 }
const at = (t: Test): string => join(t.testdir(), 'series.sqlite')

const rowsOf = (path: string, table: SeriesRow['table'], spec?: string): Array<Readonly<Record<string, unknown>>> => {
  const rows: Array<Readonly<Record<string, unknown>>> = []
  const query = { table, symbols: ['BTCUSDT', 'ETHUSDT'], fromUs: 0, toUs: 1e15, ...(spec === undefined ? {} : { spec }) }
  readSeries(path, query, (row) => rows.push(row) > 0)
  return rows
}

const filled = (store: SeriesStore, count: number, storedUs: number): void =>
  store.insert(
    Array.from({ length: count }, (_, index) => topRow(storedUs + index)),
    storedUs,
  )

t.test('gives back what was stored, exact, in the order of time', async (t) => {
  const path = at(t)
  const store = openSeriesStore(path, FOR_EVER, 1)
  t.equal(store.note, null)
  store.insert([topRow(2_000_000), topRow(1_000_000, 'ETHUSDT'), barRow(60_000_000), barRow(60_000_000, '5m'), stateRow(5)], 9)
  t.strictSame(
    rowsOf(path, 'tops'),
    [topRow(1_000_000, 'ETHUSDT'), topRow(2_000_000)].map(({ row }) => row),
  )
  t.strictSame(rowsOf(path, 'bars', '5m'), [barRow(60_000_000, '5m').row])
  t.strictSame(rowsOf(path, 'states'), [stateRow(5).row])
  store.close()
})

t.test('keeps the fuller of two bars of the same time', async (t) => {
  const path = at(t)
  const store = openSeriesStore(path, FOR_EVER, 1)
  for (const trades of [5, 3, 7]) store.insert([barRow(60_000_000, '1m', trades)], 1)
  t.match(rowsOf(path, 'bars'), [{ trades: 7 }])
  store.insert([barRow(60_000_000, '1m', 2)], 1)
  t.match(rowsOf(path, 'bars'), [{ trades: 7 }])
  store.close()
})

t.test('keeps every bar of trades, even several of one moment', async (t) => {
  const path = at(t)
  const store = openSeriesStore(path, FOR_EVER, 1)
  store.insert([barRow(60_000_000, '5t', 5), barRow(60_000_000, '5t', 5)], 1)
  t.equal(rowsOf(path, 'bars', '5t').length, 2)
  store.close()
})

t.test('forgets what is too old, and the oldest above its size', async (t) => {
  const path = at(t)
  const store = openSeriesStore(path, { ageUs: 1_000, sizeBytes: 1e12 }, 1)
  filled(store, 10, 1_000)
  filled(store, 10, 5_000)
  store.trim(5_500)
  t.equal(rowsOf(path, 'tops').length, 10)
  store.close()
  const small = openSeriesStore(path, { ageUs: 1e15, sizeBytes: 300_000 }, 1)
  for (let batch = 1; batch <= 20; batch++) filled(small, 500, 10_000 + batch * 1_000)
  const before = rowsOf(path, 'tops').length
  small.trim(40_000)
  const kept = rowsOf(path, 'tops')
  t.ok(kept.length < before / 2, `${kept.length} of ${before}`)
  t.equal(kept.at(-1)?.['atUs'], 30_499, 'the newest stay')
  small.close()
})

t.test('sets a damaged file aside, says so, and begins anew', async (t) => {
  const path = at(t)
  writeFileSync(path, 'no database at all, but long enough to be taken for one'.repeat(100))
  const store = openSeriesStore(path, FOR_EVER, 77)
  t.match(store.note, /^store '.*' is damaged: .*; set aside as '.*\.damaged-77'$/)
  t.ok(readdirSync(t.testdirName).includes('series.sqlite.damaged-77'))
  store.insert([stateRow(1)], 1)
  t.equal(rowsOf(path, 'states').length, 1)
  store.close()
})

t.test('leaves a file of a later version alone', async (t) => {
  const path = at(t)
  const db = new DatabaseSync(path)
  db.exec('PRAGMA user_version = 3')
  db.close()
  t.throws(() => openSeriesStore(path, FOR_EVER, 1), { message: 'version 3 seen, at most 2 expected' })
})

/** The table of bars as version 1 made it. */
const BARS_1 = `CREATE TABLE bars (symbol TEXT NOT NULL, spec TEXT NOT NULL, openUs INTEGER NOT NULL, closeUs INTEGER NOT NULL, open TEXT NOT NULL,
  high TEXT NOT NULL, low TEXT NOT NULL, close TEXT NOT NULL, volume TEXT NOT NULL, value TEXT NOT NULL, buyVolume TEXT NOT NULL, trades INTEGER NOT NULL,
  storedUs INTEGER NOT NULL) STRICT; CREATE UNIQUE INDEX bars_place ON bars (symbol, spec, openUs) WHERE spec GLOB '*[smhd]'; PRAGMA user_version = 1;
  INSERT INTO bars VALUES ('BTCUSDT', '1m', 0, 60000000, '1', '2', '0.5', '1.5', '10', '15.000000000000000001', '4', 40, 1)`

t.test('reads a file of version 1, and upgrades it in place', async (t) => {
  const path = at(t)
  const db = new DatabaseSync(path)
  db.exec(BARS_1)
  db.close()
  t.strictSame(rowsOf(path, 'bars'), [barRow(60_000_000).row])
  const row = { ...barRow(120_000_000).row, lacksTrades: true as const, revision: 2 }
  for (const opened of [1, 2]) {
    const store = openSeriesStore(path, FOR_EVER, opened)
    t.equal(store.note, null)
    store.insert([{ table: 'bars', row }], opened)
    store.close()
    t.strictSame(rowsOf(path, 'bars'), [barRow(60_000_000).row, row])
  }
})

t.test('stores all rows of a batch or none', async (t) => {
  const path = at(t)
  const store = openSeriesStore(path, FOR_EVER, 1)
  const bad = { table: 'tops', row: { ...topRow(2).row, updateId: 'x' } } as unknown as SeriesRow
  t.throws(() => store.insert([topRow(1), bad], 1))
  t.equal(rowsOf(path, 'tops').length, 0)
  store.insert([topRow(1)], 1)
  t.equal(rowsOf(path, 'tops').length, 1)
  store.close()
})
