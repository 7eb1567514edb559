import type { SeriesRow } from '../contracts/series.ts'

type Table = SeriesRow['table']

/** Columns in order, and the one that rows are asked for by. */
const TABLES: Readonly<Record<Table, { readonly columns: readonly string[]; readonly time: string }>> = {
  bars: { columns: ['symbol', 'spec', 'openUs', 'closeUs', 'open', 'high', 'low', 'close', 'volume', 'value', 'buyVolume', 'trades'], time: 'closeUs' },
  tops: { columns: ['symbol', 'atUs', 'updateId', 'bid', 'bidQty', 'ask', 'askQty'], time: 'atUs' },
  states: { columns: ['symbol', 'atUs', 'state', 'reason'], time: 'atUs' },
}

export const SERIES_TABLES = Object.keys(TABLES) as readonly Table[]

/** Bars of time have one place each; of the others several may begin and end in the same microsecond. */
const TIME_BAR = "(symbol, spec, openUs) WHERE spec GLOB '*[smhd]'"

const typeOf = (column: string): string => (/(?:Us|Id|trades)$/.test(column) ? 'INTEGER' : 'TEXT')

/** Statements that make every table and index; retention goes by `storedUs`. */
export const schemaSql = (): string => {
  const tables = Object.entries(TABLES).flatMap(([table, { columns, time }]) => [
    `CREATE TABLE IF NOT EXISTS ${table} (${columns.map((column) => `${column} ${typeOf(column)} NOT NULL`).join(', ')}, storedUs INTEGER NOT NULL) STRICT;`,
    `CREATE INDEX IF NOT EXISTS ${table}_time ON ${table} (symbol, ${time});`,
    `CREATE INDEX IF NOT EXISTS ${table}_stored ON ${table} (storedUs);`,
  ])
  return [...tables, `CREATE UNIQUE INDEX IF NOT EXISTS bars_place ON bars ${TIME_BAR};`].join('')
}

export const insertSql = (table: Table): string => {
  const names = [...TABLES[table].columns, 'storedUs']
  const insert = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
  if (table !== 'bars') return insert
  const updates = names.map((column) => `${column} = excluded.${column}`).join(', ')
  // a bar that a start cut short never replaces a fuller one
  return `${insert} ON CONFLICT ${TIME_BAR} DO UPDATE SET ${updates} WHERE excluded.trades >= bars.trades`
}

/** Values of a row in the order of its columns. */
export const valuesOf = ({ table, row }: SeriesRow): (string | number)[] =>
  TABLES[table].columns.map((column) => (row as unknown as Readonly<Record<string, string | number>>)[column] ?? '')

/** Rows of some symbols between two times, oldest first. */
export const selectSql = (table: Table, symbolCount: number, filter = ''): string => {
  const { columns, time } = TABLES[table]
  const symbols = Array.from({ length: symbolCount }, () => '?').join(', ')
  return `SELECT ${columns.join(', ')} FROM ${table} WHERE symbol IN (${symbols}) AND ${time} >= ? AND ${time} <= ?${filter} ORDER BY ${time}, rowid`
}
