import type { Writable } from 'node:stream'
import { toLine } from '../codec/json.ts'

const QUEUE_BYTES_MAX = 8 * 1024 * 1024
const FLUSH_BYTES = 64 * 1024

/** NDJSON on a stream that may be a slow or broken pipe. */
export interface RecordWriter {
  /** Queues one record; when the reader is more than 8 MiB behind, records are dropped and a `gap` record says how many. */
  write(record: object): void
  /** Resolves when everything written has left. */
  flush(): Promise<void>
  readonly dropped: number
}

/** Resolves when the stream has taken everything, or has gone with a write under way. */
const emptied = (stream: Writable): Promise<void> =>
  new Promise((resolve) => {
    stream.once('close', resolve)
    stream.write('', () => {
      stream.off('close', resolve)
      resolve()
    })
  })

/** Batches lines of one turn into one write, never blocks the loop, and counts what a slow reader costs. */
export const recordWriter = (stream: Writable): RecordWriter => {
  let lines: string[] = []
  let bytes = 0
  let scheduled = false
  let gap = 0
  let dropped = 0
  const send = (): void => {
    scheduled = false
    if (lines.length === 0) return
    const text = lines.join('')
    lines = []
    bytes = 0
    stream.write(text)
  }
  const queue = (line: string): void => {
    lines.push(line)
    bytes += line.length
    if (bytes >= FLUSH_BYTES) send()
    else if (!scheduled) {
      scheduled = true
      setImmediate(send)
    }
  }
  const tellGap = (): void => {
    if (gap > 0) queue(toLine({ v: 1, type: 'gap', dropped: gap }))
    gap = 0
  }
  return {
    write: (record) => {
      if (stream.writableLength > QUEUE_BYTES_MAX) {
        gap += 1
        dropped += 1
        return
      }
      tellGap()
      queue(toLine(record))
    },
    flush: async () => {
      tellGap()
      send()
      if (!stream.destroyed) await emptied(stream)
    },
    get dropped() {
      return dropped
    },
  }
}
