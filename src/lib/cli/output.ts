import type { Writable } from 'node:stream'
import { toLine } from '../codec/json.ts'
import { emptied } from '../io/emptied.ts'
import { stopwatch } from '../io/stopwatch.ts'

const QUEUE_BYTES_MAX = 8 * 1024 * 1024
const STALLED_MS_MAX = 1_000
const FLUSH_BYTES = 64 * 1024

/** NDJSON on a stream that may be a slow or broken pipe. */
export interface RecordWriter {
  /**
   * Queues one record; `missed` says how many of its topic were lost before it. While the reader is 8 MiB or 1 s behind, only the newest
   * record of each topic is kept; a `gap` record before it says how many are not there.
   */
  write(record: object, missed?: number): void
  /** Resolves when everything written has left. */
  flush(): Promise<void>
  readonly dropped: number
  /** Whether the reader is behind. */
  readonly isBehind: boolean
}

interface Waiting {
  readonly newest: object
  readonly dropped: number
}

const topicOf = (record: object): string => (record as { readonly topic?: string }).topic ?? ''

interface Placed {
  readonly ts?: number
  readonly src?: string
  readonly seq?: number
  readonly topic?: string
  readonly symbol?: string
  readonly correlationId?: string
}

/** What is missing right before a record: its fields are that one's, its sequence that of the last missing one. Fields that the record lacks are left out. */
const gapOf = (record: object, dropped: number): object => {
  const { ts, src, seq, topic, symbol, correlationId } = record as Placed
  return { v: 1, type: 'gap', ts, src, seq: seq === undefined ? undefined : seq - 1, topic, symbol, dropped, correlationId }
}

/** Gathers the lines of one turn into one write. */
class LineQueue {
  readonly #stream: Writable
  readonly #nowMs = stopwatch()
  #lines: string[] = []
  #bytes = 0
  #scheduled = false
  #movedMs = 0

  constructor(stream: Writable) {
    this.#stream = stream
  }

  get isBehind(): boolean {
    const queued = this.#stream.writableLength
    return queued > QUEUE_BYTES_MAX || (queued > 0 && this.#nowMs() - this.#movedMs > STALLED_MS_MAX)
  }

  push(record: object): void {
    const line = toLine(record)
    this.#lines.push(line)
    this.#bytes += line.length
    if (this.#bytes >= FLUSH_BYTES) this.send()
    else if (!this.#scheduled) {
      this.#scheduled = true
      setImmediate(() => this.send())
    }
  }

  send(): void {
    this.#scheduled = false
    if (this.#lines.length === 0) return
    const text = this.#lines.join('')
    this.#lines = []
    this.#bytes = 0
    if (this.#stream.writableLength === 0) this.#movedMs = this.#nowMs()
    this.#stream.write(text, () => {
      this.#movedMs = this.#nowMs()
    })
  }
}

/** Batches lines, never blocks the loop, and counts what a slow reader costs. */
export const recordWriter = (stream: Writable): RecordWriter => {
  const queue = new LineQueue(stream)
  const waiting = new Map<string, Waiting>()
  let dropped = 0
  const put = (record: object, missed: number): void => {
    if (missed > 0) queue.push(gapOf(record, missed))
    queue.push(record)
  }
  const catchUp = (): void => {
    for (const held of waiting.values()) put(held.newest, held.dropped)
    waiting.clear()
  }
  const hold = (record: object, missed: number): void => {
    const topic = topicOf(record)
    const before = waiting.get(topic)
    if (waiting.size === 0) stream.once('drain', catchUp)
    if (before !== undefined) dropped += 1
    waiting.set(topic, { newest: record, dropped: missed + (before === undefined ? 0 : before.dropped + 1) })
  }
  return {
    write: (record, missed = 0) => {
      if (queue.isBehind) hold(record, missed)
      else {
        catchUp()
        put(record, missed)
      }
    },
    flush: async () => {
      catchUp()
      queue.send()
      await emptied(stream)
    },
    get dropped() {
      return dropped
    },
    get isBehind() {
      return queue.isBehind
    },
  }
}
