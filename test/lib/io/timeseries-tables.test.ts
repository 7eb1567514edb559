import t from 'tap'
import { insertSql, SERIES_TABLES, schemaSql, selectSql, valuesOf } from '../../../src/lib/io/timeseries-tables.ts'
import { barRow, stateRow, topRow } from '../../kit/series.ts'

t.test('has a place for every value of a row', async (t) => {
  for (const row of [barRow(1), topRow(1), stateRow(1)]) {
    t.equal(valuesOf(row).length, Object.keys(row.row).length)
    t.equal(insertSql(row.table).split('?').length - 1, valuesOf(row).length + 1)
    t.notOk(valuesOf(row).includes(''))
  }
})

t.test('makes a strict table of each, and asks it by symbol and time', async (t) => {
  for (const table of SERIES_TABLES) t.match(schemaSql(), new RegExp(`CREATE TABLE IF NOT EXISTS ${table} \\(symbol TEXT NOT NULL.*STRICT`))
  t.match(selectSql('bars', 2, ' AND spec = ?'), /symbol IN \(\?, \?\) AND closeUs >= \? AND closeUs <= \? AND spec = \? ORDER BY closeUs/)
})
