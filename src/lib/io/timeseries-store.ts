import { renameSync, rmSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { messageOf } from '../base/errors.ts'
import type { SeriesRow } from '../contracts/series.ts'
import { SERIES_TABLES, SERIES_VERSION, seriesSql, valuesOf } from './timeseries-tables.ts'

const BUSY_MS = 1_000
const SQLITE_CORRUPT = 11
const SQLITE_NOTADB = 26
/** Part of every table that a store over its size gives up at once. */
const TRIM_PART = 10

/** How long and how much a store keeps. */
export interface Retention {
  readonly ageUs: number
  readonly sizeBytes: number
}

/** An open store; it belongs to one thread. */
export interface SeriesStore {
  /** What was done to open it; null when it was whole. */
  readonly note: string | null
  /** All rows or none; throws what SQLite says. */
  insert(rows: readonly SeriesRow[], storedUs: number): void
  /** Forgets what is too old, then the oldest until the size holds. */
  trim(nowUs: number): void
  close(): void
}

const isDamage = (error: unknown): boolean => {
  const code = (error as { errcode?: number }).errcode
  return code !== undefined && [SQLITE_CORRUPT, SQLITE_NOTADB].includes(code & 0xff)
}

const numberOf = (db: DatabaseSync, pragma: string): number => Number(Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0])

/** Null: the file is whole. */
const damageOf = (db: DatabaseSync): string | null => {
  const [row] = db.prepare('PRAGMA quick_check(1)').all()
  const answer = String(Object.values(row ?? {})[0])
  return answer === 'ok' ? null : answer
}

const prepared = (path: string): DatabaseSync => {
  const db = new DatabaseSync(path, { timeout: BUSY_MS })
  try {
    db.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;')
    const damage = damageOf(db)
    if (damage !== null) throw Object.assign(new Error(damage), { errcode: SQLITE_CORRUPT })
    const version = numberOf(db, 'user_version')
    if (version > SERIES_VERSION) throw new Error(`version ${version} seen, at most ${SERIES_VERSION} expected`)
    db.exec(`BEGIN; ${seriesSql.schema(version)} COMMIT;`)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

const setAside = (path: string, nowUs: number): string => {
  const kept = `${path}.damaged-${nowUs}`
  renameSync(path, kept)
  for (const end of ['-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
  return kept
}

const openWhole = (path: string, nowUs: number): { readonly db: DatabaseSync; readonly note: string | null } => {
  try {
    return { db: prepared(path), note: null }
  } catch (error) {
    if (!isDamage(error)) throw error
    const kept = setAside(path, nowUs)
    return { db: prepared(path), note: `store '${path}' is damaged: ${messageOf(error)}; set aside as '${kept}'` }
  }
}

const usedBytes = (db: DatabaseSync): number => (numberOf(db, 'page_count') - numberOf(db, 'freelist_count')) * numberOf(db, 'page_size')

/** Drops the oldest part of every table. */
const dropOldest = (db: DatabaseSync): void => {
  for (const table of SERIES_TABLES)
    db.exec(
      `DELETE FROM ${table} WHERE storedUs <= (SELECT storedUs FROM ${table} ORDER BY storedUs LIMIT 1 OFFSET (SELECT count(*) / ${TRIM_PART} FROM ${table}))`,
    )
}

/** Opens the store at `path`, made when it is missing; one of an older version is upgraded in place, a damaged one is set aside and a new one begun. Throws when a file is of a later version, locked or out of reach. */
export const openSeriesStore = (path: string, retention: Retention, nowUs: number): SeriesStore => {
  const { db, note } = openWhole(path, nowUs)
  const inserts = new Map<string, StatementSync>(SERIES_TABLES.map((table) => [table, db.prepare(seriesSql.insert(table))]))
  return {
    note,
    insert: (rows, storedUs) => {
      db.exec('BEGIN IMMEDIATE')
      try {
        for (const row of rows) inserts.get(row.table)?.run(...valuesOf(row), storedUs)
        db.exec('COMMIT')
      } catch (error) {
        if (db.isTransaction) db.exec('ROLLBACK')
        throw error
      }
    },
    trim: (at) => {
      for (const table of SERIES_TABLES) db.prepare(`DELETE FROM ${table} WHERE storedUs < ?`).run(at - retention.ageUs)
      for (let turn = 0; turn < TRIM_PART && usedBytes(db) > retention.sizeBytes; turn++) dropOldest(db)
      db.exec('PRAGMA incremental_vacuum')
    },
    close: () => db.close(),
  }
}
