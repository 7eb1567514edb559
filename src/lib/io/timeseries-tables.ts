import type { SeriesRow } from '../contracts/series.ts'

/** Version of the tables; a file of a later one is left alone. */
export const SERIES_VERSION = 1

/** Name of the store in md's folder. */
export const SERIES_FILE = 'series.sqlite'

type Table = SeriesRow['table']

/** Columns in order, and the key by which a row replaces an earlier one. `storedUs` is what retention goes by. */
const TABLES: Readonly<Record<Table, { readonly columns: readonly string[]; readonly key: string; readonly time: string }>> = {
  bars: {
    columns: ['symbol', 'spec', 'openUs', 'closeUs', 'open', 'high', 'low', 'close', 'volume', 'value', 'buyVolume', 'trades'],
    key: 'symbol, spec, openUs, closeUs',
    time: 'closeUs',
  },
  tops: { columns: ['symbol', 'atUs', 'updateId', 'bid', 'bidQty', 'ask', 'askQty'], key: 'symbol, atUs', time: 'atUs' },
  states: { columns: ['symbol', 'atUs', 'state', 'reason'], key: 'symbol, atUs, state', time: 'atUs' },
}

export const SERIES_TABLES = Object.keys(TABLES) as readonly Table[]

const typeOf = (column: string): string => (/(?:Us|Id|trades)$/.test(column) ? 'INTEGER' : 'TEXT')

/** Statements that make every table and index. */
export const schemaSql = (): string =>
  Object.entries(TABLES)
    .map(
      ([table, { columns, key }]) =>
        `CREATE TABLE IF NOT EXISTS ${table} (${columns.map((column) => `${column} ${typeOf(column)} NOT NULL`).join(', ')}, storedUs INTEGER NOT NULL, PRIMARY KEY (${key})) STRICT, WITHOUT ROWID;` +
        `CREATE INDEX IF NOT EXISTS ${table}_stored ON ${table} (storedUs);`,
    )
    .join('')

/** A bar that was cut short by a start never replaces a fuller one. */
const REPLACES: Readonly<Record<Table, string>> = { bars: ' WHERE excluded.trades >= bars.trades', tops: '', states: '' }

export const insertSql = (table: Table): string => {
  const { columns, key } = TABLES[table]
  const names = [...columns, 'storedUs']
  const updates = names.map((column) => `${column} = excluded.${column}`).join(', ')
  return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) ON CONFLICT (${key}) DO UPDATE SET ${updates}${REPLACES[table]}`
}

/** Values of a row in the order of its columns. */
export const valuesOf = ({ table, row }: SeriesRow): (string | number)[] =>
  TABLES[table].columns.map((column) => (row as unknown as Readonly<Record<string, string | number>>)[column] ?? '')

/** Rows of some symbols between two times, oldest first. */
export const selectSql = (table: Table, symbolCount: number, filter = ''): string => {
  const { columns, time } = TABLES[table]
  const symbols = Array.from({ length: symbolCount }, () => '?').join(', ')
  return `SELECT ${columns.join(', ')} FROM ${table} WHERE symbol IN (${symbols}) AND ${time} >= ? AND ${time} <= ?${filter} ORDER BY ${time}, symbol`
}
