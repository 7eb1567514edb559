import { Buffer } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { constants, gunzipSync, type ZstdOptions, zstdDecompressSync } from 'node:zlib'
import { messageOf, TradeError } from '../base/errors.ts'
import { fileReason } from './file-reason.ts'

const EXIT_DAMAGED = 65
const LINE_FEED = 10

interface Packing {
  readonly magic: readonly number[]
  readonly whole: (packed: Buffer) => Buffer
  /** The good part of a file that was cut off. */
  readonly start: (packed: Buffer) => Buffer
}

/** Every frame: the decoder ends with the first, as if nothing came after it. */
const unpackFrames = (packed: Buffer, options: ZstdOptions = {}): Buffer => {
  const frames: Buffer[] = []
  for (let at = 0; at < packed.length; ) {
    const { buffer, engine } = zstdDecompressSync(packed.subarray(at), { ...options, info: true }) as unknown as {
      readonly buffer: Buffer
      readonly engine: { readonly bytesWritten: number }
    }
    frames.push(buffer)
    if (engine.bytesWritten === 0) break
    at += engine.bytesWritten
  }
  return frames.length === 1 && frames[0] !== undefined ? frames[0] : Buffer.concat(frames)
}

const PACKINGS: readonly Packing[] = [
  { magic: [0x1f, 0x8b], whole: (packed) => gunzipSync(packed), start: (packed) => gunzipSync(packed, { finishFlush: constants.Z_SYNC_FLUSH }) },
  {
    magic: [0x28, 0xb5, 0x2f, 0xfd],
    whole: (packed) => unpackFrames(packed),
    start: (packed) => unpackFrames(packed, { finishFlush: constants.ZSTD_e_flush }),
  },
]

interface Unpacked {
  readonly bytes: Buffer
  /** Why there is no more of it; null when the file is whole. */
  readonly cut: string | null
}

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

const attempt = (unpack: () => Buffer): Buffer | string => {
  try {
    return unpack()
  } catch (error) {
    return messageOf(error)
  }
}

/** What comes before damage: the longest beginning that can be unpacked, found by halves. */
const goodStart = (packing: Packing, packed: Buffer): Buffer => {
  const start = attempt(() => packing.start(packed))
  if (typeof start !== 'string') return start
  let [good, bad] = [0, packed.length]
  let bytes = packed.subarray(0, 0)
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    const part = attempt(() => packing.start(packed.subarray(0, middle)))
    if (typeof part === 'string') bad = middle
    else [good, bytes] = [middle, part]
  }
  return bytes
}

const unpack = (packed: Buffer): Unpacked => {
  const packing = PACKINGS.find(({ magic }) => magic.every((byte, index) => packed[index] === byte))
  if (packing === undefined) return { bytes: packed, cut: null }
  const whole = attempt(() => packing.whole(packed))
  return typeof whole === 'string' ? { bytes: goodStart(packing, packed), cut: whole } : { bytes: whole, cut: null }
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
