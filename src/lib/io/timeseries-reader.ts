import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { messageOf, TradeError } from '../base/errors.ts'
import type { SeriesRow } from '../contracts/series.ts'
import { rowOf, seriesSql } from './timeseries-tables.ts'

/** Name of the store in md's folder. */
export const SERIES_FILE = 'series.sqlite'

const EXIT_DATA = 65

/** Which rows are wanted: both times are included, microseconds since 1970. */
export interface SeriesQuery {
  readonly table: SeriesRow['table']
  readonly symbols: readonly string[]
  readonly fromUs: number
  readonly toUs: number
  /** Only bars of this spec. */
  readonly spec?: string
}

const refuse = (path: string, problem: string): TradeError => new TradeError('STORE', `cannot read store '${path}': ${problem}`, { exit: EXIT_DATA })

/** Shows rows of a store, oldest first, until `visit` returns false; the daemon that writes it may run. STORE (exit 65) when it is missing or damaged. */
export const readSeries = (path: string, query: SeriesQuery, visit: (row: Readonly<Record<string, unknown>>) => boolean): void => {
  if (!existsSync(path)) throw refuse(path, 'there is none')
  const { table, symbols, fromUs, toUs, spec } = query
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(path, { readOnly: true, timeout: 1_000 })
    const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
    const statement = db.prepare(seriesSql.select(table, { symbolCount: symbols.length, version, filter: spec === undefined ? '' : ' AND spec = ?' }))
    for (const row of statement.iterate(...symbols, fromUs, toUs, ...(spec === undefined ? [] : [spec]))) if (!visit(rowOf(row))) return
  } catch (error) {
    throw error instanceof TradeError ? error : refuse(path, messageOf(error))
  } finally {
    db?.close()
  }
}
