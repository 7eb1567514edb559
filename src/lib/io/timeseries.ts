import { Worker } from 'node:worker_threads'
import type { SeriesRow } from '../contracts/series.ts'
import type { Log } from '../ports/log.ts'
import type { TimeSeries } from '../ports/timeseries.ts'
import type { Retention } from './timeseries-store.ts'
import type { FromSeriesWorker, SeriesWorkerInput, ToSeriesWorker } from './timeseries-worker.ts'

const BATCH_ROWS = 1_000
const BATCH_MS = 250
/** Rows that may be under way; more are lost. */
const QUEUE_ROWS_MAX = 50_000
const END_WITHIN_MS = 5_000
const HEAP_MB_MAX = 64
const ENDED = 'the thread of the store ended'

export interface TimeSeriesOptions {
  /** Path of the database; it is made when it is missing. */
  readonly path: string
  readonly retention: Retention
  readonly log: Log
  /** What runs in the thread; by default the store of this folder. */
  readonly thread?: URL
}

/** The side of the daemon: gathers rows and hands them to a thread, which alone touches the file. */
class ThreadedSeries implements TimeSeries {
  readonly #worker: Worker
  readonly #log: Log
  readonly #path: string
  #rows: SeriesRow[] = []
  #timer: NodeJS.Timeout | null = null
  #stored = 0
  #lost = 0
  #underWay = 0
  /** Rows are being lost, and the log says so already. */
  #isFailing = false
  #isClosing = false
  #isEnded = false

  constructor({ path, retention, log, thread }: TimeSeriesOptions) {
    this.#log = log
    this.#path = path
    const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
    this.#worker = new Worker(thread ?? new URL(`./timeseries-worker${extension}`, import.meta.url), {
      workerData: { path, retention } satisfies SeriesWorkerInput,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX },
    })
    this.#worker.on('message', (message: FromSeriesWorker) => this.#read(message))
    this.#worker.on('error', (error) => this.#fail(error.message))
    this.#worker.on('exit', () => this.#end())
    this.#worker.unref()
  }

  get counts(): TimeSeries['counts'] {
    return { stored: this.#stored, lost: this.#lost, queued: this.#underWay + this.#rows.length }
  }

  add(row: SeriesRow): void {
    if (this.#isEnded || this.#underWay + this.#rows.length >= QUEUE_ROWS_MAX) {
      this.#lose(1, this.#isEnded ? ENDED : 'too many rows wait for the disk')
      return
    }
    this.#rows.push(row)
    if (this.#rows.length >= BATCH_ROWS) this.#send()
    else this.#timer ??= setTimeout(() => this.#send(), BATCH_MS).unref()
  }

  close(done: () => void): void {
    if (this.#isEnded) {
      done()
      return
    }
    this.#isClosing = true
    this.#send()
    const force = setTimeout(() => void this.#worker.terminate(), END_WITHIN_MS)
    this.#worker.ref()
    this.#worker.once('exit', () => {
      clearTimeout(force)
      done()
    })
    this.#post({ type: 'end' })
  }

  #post(message: ToSeriesWorker): void {
    this.#worker.postMessage(message)
  }

  #send(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#rows.length === 0) return
    this.#underWay += this.#rows.length
    this.#post({ type: 'rows', rows: this.#rows })
    this.#rows = []
  }

  #read(message: FromSeriesWorker): void {
    if (message.type === 'note') {
      this.#log.write('warn', message.message)
      return
    }
    this.#underWay -= message.count
    if (message.type === 'lost') this.#lose(message.count, message.reason)
    else {
      this.#stored += message.count
      if (this.#isFailing) this.#log.write('info', 'time series are stored again', { path: this.#path, lost: this.#lost })
      this.#isFailing = false
    }
  }

  #lose(count: number, reason: string): void {
    this.#lost += count
    this.#fail(reason)
  }

  #fail(reason: string): void {
    if (!this.#isFailing) this.#log.write('warn', 'time series are not stored', { path: this.#path, reason })
    this.#isFailing = true
  }

  #end(): void {
    this.#isEnded = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const lostCount = this.#underWay + this.#rows.length
    this.#underWay = 0
    this.#rows = []
    if (lostCount > 0 || !this.#isClosing) this.#lose(lostCount, ENDED)
  }
}

/** A store of time series in a thread of its own. It never throws and never blocks: what it cannot store it counts, and logs once. */
export const openTimeSeries = (options: TimeSeriesOptions): TimeSeries => new ThreadedSeries(options)
