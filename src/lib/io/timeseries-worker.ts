import { parentPort, workerData } from 'node:worker_threads'
import { must } from '../base/assert.ts'
import { messageOf } from '../base/errors.ts'
import type { SeriesRow } from '../contracts/series.ts'
import { systemClock } from './clock.ts'
import { openSeriesStore, type Retention, type SeriesStore } from './timeseries-store.ts'

const TRIM_EVERY_US = 60_000_000
const REOPEN_EVERY_US = 5_000_000
const SQLITE_BUSY = 5
const BUSY_TRIES = 3

/** What the thread is started with. */
export interface SeriesWorkerInput {
  readonly path: string
  readonly retention: Retention
}

/** To the thread: rows to store, or its end. */
export type ToSeriesWorker = { readonly type: 'rows'; readonly rows: readonly SeriesRow[] } | { readonly type: 'end' }

/** From the thread: what became of rows, and what it did to the file. */
export type FromSeriesWorker =
  | { readonly type: 'note'; readonly message: string }
  | { readonly type: 'stored'; readonly count: number }
  | { readonly type: 'lost'; readonly count: number; readonly reason: string }

const { path, retention } = workerData as SeriesWorkerInput
const port = must(parentPort, 'parent port')
const clock = systemClock()
const say = (message: FromSeriesWorker): void => port.postMessage(message)

let store: SeriesStore | null = null
let openDueUs = 0
let trimDueUs = 0

/** The store; a problem with opening it is met again only after a while. */
const opened = (): SeriesStore => {
  if (store !== null) return store
  const nowUs = clock.nowUs()
  if (nowUs < openDueUs) throw new Error('the store cannot be opened')
  openDueUs = nowUs + REOPEN_EVERY_US
  store = openSeriesStore(path, retention, nowUs)
  if (store.note !== null) say({ type: 'note', message: store.note })
  return store
}

const isBusy = (error: unknown): boolean => ((error as { errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY

const insert = (rows: readonly SeriesRow[]): void => {
  for (let tries = 1; ; tries++) {
    try {
      opened().insert(rows, clock.nowUs())
      return
    } catch (error) {
      if (!isBusy(error) || tries >= BUSY_TRIES) throw error
    }
  }
}

const trim = (): void => {
  const nowUs = clock.nowUs()
  if (nowUs < trimDueUs) return
  trimDueUs = nowUs + TRIM_EVERY_US
  opened().trim(nowUs)
}

const take = (rows: readonly SeriesRow[]): void => {
  try {
    insert(rows)
    say({ type: 'stored', count: rows.length })
    trim()
  } catch (error) {
    say({ type: 'lost', count: rows.length, reason: messageOf(error) })
  }
}

port.on('message', (message: ToSeriesWorker) => {
  if (message.type === 'rows') take(message.rows)
  else {
    store?.close()
    port.close()
  }
})
