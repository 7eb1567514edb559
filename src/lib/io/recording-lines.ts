import type { Buffer } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { TradeError } from '../base/errors.ts'
import { fileReason } from './file-reason.ts'
import { unpack } from './packed-members.ts'

const EXIT_DAMAGED = 65
const LINE_FEED = 10

/** A line of a recording that makes no sense; exit code 65. */
export const recordingDamage = (file: string, line: number, reason: string): TradeError =>
  new TradeError('RECORDING_DAMAGED', `recording '${file}' is damaged at line ${line}: ${reason}`, { exit: EXIT_DAMAGED })

/** Opened anew: the descriptor itself may be one that does not wait. */
const STDIN = '/dev/stdin'

const read = (path: string): Buffer => {
  try {
    return readFileSync(path === '-' ? STDIN : path)
  } catch (error) {
    throw new TradeError('RECORDING_UNREADABLE', `cannot read recording '${path}': ${fileReason(error)}`, { exit: EXIT_DAMAGED, cause: error })
  }
}

/** One recording in memory, plain, gzip or zstd. */
export interface RecordingLines {
  /** The path as it was given, `stdin` for standard input. */
  readonly name: string
  /** Shows each line, without its end, with its number from 1. The bytes stay as they are. */
  each(visit: (line: Uint8Array, number: number) => void): void
  /** The same for a reader that waits between lines. */
  lines(): Generator<readonly [Uint8Array, number]>
}

/** Opens a recording, `-` for standard input. One that cannot be read or is damaged throws a TradeError with exit code 65 that names file and line. */
export const openRecordingLines = (path: string): RecordingLines => {
  const name = path === '-' ? 'stdin' : path
  const { bytes, cut } = unpack(read(path))
  const isWhole = cut === null
  const endsLine = bytes.length === 0 || bytes.at(-1) === LINE_FEED
  function* lines(): Generator<readonly [Uint8Array, number]> {
    let number = 0
    for (let at = 0; at < bytes.length; ) {
      const found = bytes.indexOf(LINE_FEED, at)
      number += 1
      if (found < 0 && !isWhole) throw recordingDamage(name, number, cut)
      const end = found < 0 ? bytes.length : found
      yield [bytes.subarray(at, end), number]
      at = end + 1
    }
    if (!isWhole && endsLine) throw recordingDamage(name, number + 1, cut)
  }
  return {
    name,
    lines,
    each: (visit) => {
      for (const [line, number] of lines()) visit(line, number)
    },
  }
}
