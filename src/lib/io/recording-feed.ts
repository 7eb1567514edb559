import type { Buffer } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { constants, gunzipSync } from 'node:zlib'
import { messageOf, TradeError } from '../base/errors.ts'
import type { Feed } from '../ports/records.ts'

const EXIT_DAMAGED = 65
const LINE_FEED = 10
const GZIP_MAGIC = 0x1f8b
const LINE = /^\d{16,19} [{[].*[}\]]$/

interface Unpacked {
  readonly bytes: Buffer
  /** Why there is no more of it; null when the file is whole. */
  readonly cut: string | null
}

const damaged = (file: string, line: number, reason: string): TradeError =>
  new TradeError('RECORDING_DAMAGED', `recording '${file}' is damaged at line ${line}: ${reason}`, { exit: EXIT_DAMAGED })

const read = (path: string): Buffer => {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new TradeError('RECORDING_UNREADABLE', `cannot read recording '${path}': ${messageOf(error)}`, { exit: EXIT_DAMAGED, cause: error })
  }
}

const unpack = (file: string, packed: Buffer): Unpacked => {
  if (packed.length < 2 || packed.readUInt16BE(0) !== GZIP_MAGIC) return { bytes: packed, cut: null }
  try {
    return { bytes: gunzipSync(packed), cut: null }
  } catch (error) {
    return { bytes: unpackStart(file, packed), cut: messageOf(error) }
  }
}

/** The good part of a file that was cut off; one that is broken inside has none that we could trust. */
const unpackStart = (file: string, packed: Buffer): Buffer => {
  try {
    return gunzipSync(packed, { finishFlush: constants.Z_SYNC_FLUSH })
  } catch (error) {
    throw damaged(file, 1, messageOf(error))
  }
}

/** One file, held unpacked while it is read. */
class RecordingFile {
  readonly name: string
  line = 0
  readonly #bytes: Buffer
  readonly #cut: string | null
  #at = 0

  constructor(path: string) {
    this.name = basename(path)
    const { bytes, cut } = unpack(this.name, read(path))
    this.#bytes = bytes
    this.#cut = cut
  }

  next(): string | null {
    const end = this.#bytes.indexOf(LINE_FEED, this.#at)
    const isLast = end < 0
    if (isLast && this.#cut !== null) throw damaged(this.name, this.line + 1, this.#cut)
    if (isLast && this.#at >= this.#bytes.length) return null
    const text = this.#bytes.toString('utf8', this.#at, isLast ? this.#bytes.length : end)
    this.#at = isLast ? this.#bytes.length : end + 1
    this.line += 1
    if (!LINE.test(text)) throw damaged(this.name, this.line, "not '<receive time in ns> <JSON>'")
    return text
  }
}

class RecordingFeed implements Feed {
  readonly #paths: readonly string[]
  #index = 0
  #file: RecordingFile | null = null
  #place = { file: '', line: 0 }
  /** Damage that was found behind good lines. */
  #held: TradeError | null = null

  constructor(paths: readonly string[]) {
    this.#paths = paths
    this.#open()
  }

  pull(max: number): string[] {
    while (this.#file !== null) {
      const lines = this.#take(this.#file, max)
      if (lines.length > 0) return lines
      this.#index += 1
      this.#open()
    }
    return []
  }

  place(): { readonly file: string; readonly line: number } {
    return this.#place
  }

  close(): void {
    this.#file = null
    this.#index = this.#paths.length
  }

  #open(): void {
    const path = this.#paths[this.#index]
    this.#file = path === undefined ? null : new RecordingFile(path)
  }

  #take(file: RecordingFile, max: number): string[] {
    const lines: string[] = []
    while (lines.length < max) {
      const line = this.#nextOf(file, lines.length > 0)
      if (line === null) break
      lines.push(line)
    }
    this.#place = { file: file.name, line: file.line }
    return lines
  }

  /** Damage waits until the good lines before it were handed over. */
  #nextOf(file: RecordingFile, hasLines: boolean): string | null {
    if (this.#held !== null) throw this.#held
    try {
      return file.next()
    } catch (error) {
      if (!hasLines || !(error instanceof TradeError)) throw error
      this.#held = error
      file.line -= 1
      return null
    }
  }
}

/**
 * Recordings in the collector's form, `<receive time in ns> <JSON>` a line, plain or gzip, one after the other.
 * A file that is missing or damaged throws a TradeError with exit code 65.
 */
export const openRecordingFeed = (paths: readonly string[]): Feed => new RecordingFeed(paths)
