import t from 'tap'
import { rowOf, SERIES_TABLES, SERIES_VERSION, seriesSql, valuesOf } from '../../../src/lib/io/timeseries-tables.ts'
import { barRow, stateRow, topRow } from '../../kit/series.ts'

t.test('has a place for every value of a row', async (t) => {
  for (const row of [barRow(1), topRow(1), stateRow(1)]) {
    t.equal(valuesOf(row).length, Object.keys(row.row).length + (row.table === 'bars' ? 2 : 0))
    t.equal(seriesSql.insert(row.table).split('?').length - 1, valuesOf(row).length + 1)
    t.notOk(valuesOf(row).includes(''))
  }
})

t.test('makes a strict table of each, and asks it by symbol and time', async (t) => {
  for (const table of SERIES_TABLES) t.match(seriesSql.schema(), new RegExp(`CREATE TABLE IF NOT EXISTS ${table} \\(symbol TEXT NOT NULL.*STRICT`))
  t.match(
    seriesSql.select('bars', { symbolCount: 2, version: SERIES_VERSION, filter: ' AND spec = ?' }),
    /symbol IN \(\?, \?\) AND closeUs >= \? AND closeUs <= \? AND spec = \? ORDER BY closeUs/,
  )
})

t.test('marks a bar that lacks trades or replaces others, and only such a one', async (t) => {
  const { row } = barRow(1)
  t.strictSame(valuesOf({ table: 'bars', row }).slice(-2), [0, 0])
  t.strictSame(valuesOf({ table: 'bars', row: { ...row, lacksTrades: true, revision: 3 } }).slice(-2), [1, 3])
  t.strictSame(rowOf({ symbol: 'A', lacksTrades: 0, revision: 0 }), { symbol: 'A' })
  t.strictSame(rowOf({ symbol: 'A', lacksTrades: 1, revision: 3 }), { symbol: 'A', lacksTrades: true, revision: 3 })
})

t.test('adds what version 1 had not, and asks such a file for no more than it has', async (t) => {
  t.match(seriesSql.schema(1), /ALTER TABLE bars ADD COLUMN lacksTrades INTEGER NOT NULL DEFAULT 0;ALTER TABLE bars ADD COLUMN revision /)
  for (const version of [0, SERIES_VERSION]) t.notMatch(seriesSql.schema(version), /ALTER/)
  t.match(seriesSql.schema(), /PRAGMA user_version = 2;$/)
  t.notMatch(seriesSql.select('bars', { symbolCount: 1, version: 1 }), /revision/)
})
