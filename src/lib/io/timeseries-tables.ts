import type { SeriesRow } from '../contracts/series.ts'

type Table = SeriesRow['table']

/** Version of the tables, the file's `user_version`. */
export const SERIES_VERSION = 2

/** What a bar has only sometimes, since version 2; 0 where it has it not. */
const MARKS = ['lacksTrades', 'revision'] as const

/** Columns in order, and the one that rows are asked for by. */
const TABLES: Readonly<Record<Table, { readonly columns: readonly string[]; readonly time: string }>> = {
  bars: {
    columns: ['symbol', 'spec', 'openUs', 'closeUs', 'open', 'high', 'low', 'close', 'volume', 'value', 'buyVolume', 'trades', ...MARKS],
    time: 'closeUs',
  },
  tops: { columns: ['symbol', 'atUs', 'updateId', 'bid', 'bidQty', 'ask', 'askQty'], time: 'atUs' },
  states: { columns: ['symbol', 'atUs', 'state', 'reason'], time: 'atUs' },
}

export const SERIES_TABLES = Object.keys(TABLES) as readonly Table[]

/** Bars of time have one place each; of the others several may begin and end in the same microsecond. */
const TIME_BAR = "(symbol, spec, openUs) WHERE spec GLOB '*[smhd]'"

const isMark = (column: string): boolean => MARKS.some((mark) => mark === column)

const typeOf = (column: string): string => {
  if (isMark(column)) return 'INTEGER NOT NULL DEFAULT 0'
  return /(?:Us|Id|trades)$/.test(column) ? 'INTEGER NOT NULL' : 'TEXT NOT NULL'
}

/** Statements that make every table and index that a file of this version lacks; retention goes by `storedUs`. */
const schemaSql = (version = 0): string => {
  const upgrades = version === 1 ? MARKS.map((mark) => `ALTER TABLE bars ADD COLUMN ${mark} ${typeOf(mark)};`) : []
  const tables = Object.entries(TABLES).flatMap(([table, { columns, time }]) => [
    `CREATE TABLE IF NOT EXISTS ${table} (${columns.map((column) => `${column} ${typeOf(column)}`).join(', ')}, storedUs INTEGER NOT NULL) STRICT;`,
    `CREATE INDEX IF NOT EXISTS ${table}_time ON ${table} (symbol, ${time});`,
    `CREATE INDEX IF NOT EXISTS ${table}_stored ON ${table} (storedUs);`,
  ])
  return [...tables, ...upgrades, `CREATE UNIQUE INDEX IF NOT EXISTS bars_place ON bars ${TIME_BAR};`, `PRAGMA user_version = ${SERIES_VERSION};`].join('')
}

const insertSql = (table: Table): string => {
  const names = [...TABLES[table].columns, 'storedUs']
  const insert = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
  if (table !== 'bars') return insert
  const updates = names.map((column) => `${column} = excluded.${column}`).join(', ')
  // a bar that a start cut short never replaces a fuller one
  return `${insert} ON CONFLICT ${TIME_BAR} DO UPDATE SET ${updates} WHERE excluded.trades >= bars.trades`
}

/** Values of a row in the order of its columns. */
export const valuesOf = ({ table, row }: SeriesRow): (string | number)[] => {
  const values = row as unknown as Readonly<Record<string, string | number | true>>
  return TABLES[table].columns.map((column) => {
    const value = values[column] ?? (isMark(column) ? 0 : '')
    return value === true ? 1 : value
  })
}

/** A row as it was before it was stored. */
export const rowOf = (stored: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const { lacksTrades, revision, ...row } = stored
  return { ...row, ...(lacksTrades ? { lacksTrades: true } : {}), ...(revision ? { revision } : {}) }
}

interface Selection {
  readonly symbolCount: number
  /** Version of the file that is read. */
  readonly version: number
  readonly filter?: string
}

/** Rows of some symbols between two times, oldest first. */
const selectSql = (table: Table, { symbolCount, version, filter = '' }: Selection): string => {
  const { columns, time } = TABLES[table]
  const names = version < SERIES_VERSION ? columns.filter((column) => !isMark(column)) : columns
  const symbols = Array.from({ length: symbolCount }, () => '?').join(', ')
  return `SELECT ${names.join(', ')} FROM ${table} WHERE symbol IN (${symbols}) AND ${time} >= ? AND ${time} <= ?${filter} ORDER BY ${time}, rowid`
}

export const seriesSql = { schema: schemaSql, insert: insertSql, select: selectSql } as const
