import { createWriteStream } from 'node:fs'
import process from 'node:process'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createGzip, createZstdCompress } from 'node:zlib'
import { emptied } from './emptied.ts'

/** How a recording is packed. */
export type Packing = 'plain' | 'gzip' | 'zstd'

export interface RecordingPlan {
  /** Path of the file, or `-` for standard output. */
  readonly path: string
  readonly packing: Packing
  /** A new file begins after so many bytes of text, or so much time. */
  readonly rotateBytes: number
  readonly rotateMs: number
  /** Told when a file after the first begins. */
  readonly onPart?: (nowMs: number) => void
}

/** Writes lines into files that follow each other. */
export interface RecordingWriter {
  /** False once a file could not be written; the reason is in `failure`. */
  write(line: string, nowMs: number): boolean
  readonly failure: Error | null
  /** Lines that no file took, since the disk was too slow. */
  readonly dropped: number
  /** Resolves when everything is in its file. */
  close(): Promise<void>
}

const QUEUE_BYTES_MAX = 64 * 1024 * 1024

/** A frame of zstd proves its data only by the check value that it is given here. */
const ZSTD = { params: { [constants.ZSTD_c_checksumFlag]: 1 } } as const

const PACKERS = { plain: null, gzip: () => createGzip(), zstd: () => createZstdCompress(ZSTD) } as const

/** `day.gz`, then `day.1.gz`, `day.2.gz` ... */
export const partPath = (path: string, part: number): string => (part === 0 ? path : path.replace(/((?:\.[a-z]+)?)$/i, `.${part}$1`))

interface Part {
  readonly input: Writable
  readonly done: Promise<void>
  readonly startedMs: number
  bytes: number
}

class FileWriter implements RecordingWriter {
  failure: Error | null = null
  dropped = 0
  readonly #plan: RecordingPlan
  readonly #ended: Promise<void>[] = []
  #part: Part | null = null
  #count = 0

  constructor(plan: RecordingPlan) {
    this.#plan = plan
  }

  write(line: string, nowMs: number): boolean {
    if (this.failure !== null) return false
    const part = this.#current(nowMs)
    if (part.input.writableLength > QUEUE_BYTES_MAX) {
      this.dropped += 1
      return true
    }
    part.bytes += line.length
    part.input.write(line)
    return true
  }

  async close(): Promise<void> {
    this.#end()
    await Promise.all(this.#ended)
  }

  #current(nowMs: number): Part {
    const part = this.#part
    const { rotateBytes, rotateMs, path } = this.#plan
    const isFull = part !== null && path !== '-' && (part.bytes >= rotateBytes || nowMs - part.startedMs >= rotateMs)
    if (part !== null && !isFull) return part
    this.#end()
    const next = this.#open(nowMs)
    this.#part = next
    if (part !== null) this.#plan.onPart?.(nowMs)
    return next
  }

  #open(startedMs: number): Part {
    const { path, packing } = this.#plan
    const target: Writable = path === '-' ? process.stdout : createWriteStream(partPath(path, this.#count), { mode: 0o600, flags: 'wx' })
    this.#count += 1
    const packer = PACKERS[packing]?.() ?? null
    const watch = (done: Promise<void>): Promise<void> =>
      done.catch((error: Error) => {
        this.failure ??= error
      })
    if (packer !== null) return { input: packer, done: watch(pipeline(packer, target, { end: path !== '-' })), startedMs, bytes: 0 }
    const done = new Promise<void>((resolve, reject) => target.once('error', reject).once(path === '-' ? 'close' : 'finish', () => resolve()))
    return { input: target, done: watch(done), startedMs, bytes: 0 }
  }

  #end(): void {
    const part = this.#part
    this.#part = null
    if (part === null) return
    if (part.input === process.stdout) {
      this.#ended.push(emptied(process.stdout))
      return
    }
    part.input.end()
    this.#ended.push(part.done)
  }
}

/** Opens a recording; files are private and never overwritten. */
export const openRecordingWriter = (plan: RecordingPlan): RecordingWriter => new FileWriter(plan)
