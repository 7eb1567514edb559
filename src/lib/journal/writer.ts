import { assert } from '../base/assert.ts'
import { TradeError } from '../base/errors.ts'
import type { FrameDraft } from '../ports/journal.ts'
import { frameBytes, PAYLOAD_BYTES_MAX, writeFrame } from './frame.ts'
import type { JournalEnd } from './recover.ts'
import { SEGMENT_HEADER_BYTES, seedOf, writeSegmentHeader } from './segment.ts'

/** Bytes for one place in one segment. Offset 0 opens the segment: its header comes first, then its frames. */
export interface Chunk {
  readonly index: number
  readonly offset: number
  readonly bytes: Uint8Array
  /** Size of the segment, which the medium sets aside before the first byte. */
  readonly segmentBytes: number
}

/** Turns frames into chunks; it knows sequence numbers, the crc chain and where segments end, and no medium. */
export interface FrameWriter {
  readonly lastSeq: number
  /** Number of the segment that the last frame lies in; 0 before the first. */
  readonly segment: number
  /** Bytes that `take` would hand over. */
  readonly bufferedBytes: number
  append(frame: FrameDraft): number
  /** What was appended since the last call, in the order in which it must be written. */
  take(): Chunk[]
}

export interface WriterOptions {
  /** Size of a new segment in bytes; at least a header and the longest frame. */
  readonly segmentBytes: number
  /** Version of the program, for the segment header. */
  readonly build: string
  /** A random unsigned 32-bit integer. */
  salt(): number
}

/** The least size of a segment: its header and one frame of the largest payload. */
export const SEGMENT_BYTES_MIN = SEGMENT_HEADER_BYTES + frameBytes(PAYLOAD_BYTES_MAX)

const BUFFER_BYTES_MIN = 4096

interface Part {
  readonly index: number
  readonly offset: number
  readonly segmentBytes: number
  bytes: Uint8Array
  view: DataView
  used: number
}

const newPart = (place: { readonly index: number; readonly offset: number; readonly segmentBytes: number }, capacity: number): Part => {
  const bytes = new Uint8Array(Math.max(BUFFER_BYTES_MIN, capacity))
  return { ...place, bytes, view: new DataView(bytes.buffer), used: 0 }
}

const reserve = (part: Part, size: number): void => {
  if (part.used + size <= part.bytes.length) return
  const grown = new Uint8Array(Math.max(part.bytes.length * 2, part.used + size))
  grown.set(part.bytes.subarray(0, part.used))
  part.bytes = grown
  part.view = new DataView(grown.buffer)
}

const checkDraft = (frame: FrameDraft, epoch: number): void => {
  assert(frame.epoch >= epoch, `epoch ${frame.epoch} follows epoch ${epoch}`)
  assert(Number.isSafeInteger(frame.tsUs) && frame.tsUs >= 0, `'tsUs' ${frame.tsUs} is no epoch time`)
  if (frame.payload.length > PAYLOAD_BYTES_MAX)
    throw new TradeError('FRAME_TOO_LARGE', `cannot journal a payload of ${frame.payload.length} bytes, the limit is ${PAYLOAD_BYTES_MAX}`)
}

/** Goes on behind `start`; undefined starts the first segment with the first frame. */
export const frameWriter = (start: JournalEnd | undefined, options: WriterOptions): FrameWriter => {
  assert(options.segmentBytes >= SEGMENT_BYTES_MIN, `'segmentBytes' ${options.segmentBytes} is below ${SEGMENT_BYTES_MIN}`)
  let end: JournalEnd = start ?? { index: 0, offset: 0, segmentBytes: 0, crc: 0, seq: 0, epoch: 0 }
  let parts: Part[] = []
  let current: Part | undefined
  let capacity = BUFFER_BYTES_MIN

  const openSegment = (epoch: number): Part => {
    const { segmentBytes, build } = options
    const header = writeSegmentHeader({ epoch, salt: options.salt(), firstSeq: end.seq + 1, previousCrc: end.crc, segmentBytes, build })
    const part = newPart({ index: end.index + 1, offset: 0, segmentBytes }, SEGMENT_HEADER_BYTES + capacity)
    part.bytes.set(header)
    part.used = SEGMENT_HEADER_BYTES
    end = { ...end, index: part.index, offset: SEGMENT_HEADER_BYTES, segmentBytes, crc: seedOf(header) }
    return part
  }

  const partFor = (size: number, epoch: number): Part => {
    const fits = end.offset + size <= end.segmentBytes
    if (fits && current !== undefined) return current
    current = fits ? newPart(end, capacity) : openSegment(epoch)
    parts.push(current)
    return current
  }

  const append = (draft: FrameDraft): number => {
    checkDraft(draft, end.epoch)
    const size = frameBytes(draft.payload.length)
    const part = partFor(size, draft.epoch)
    reserve(part, size)
    const seq = end.seq + 1
    const crc = writeFrame({ bytes: part.bytes, view: part.view, offset: part.used }, { ...draft, seq }, end.crc)
    part.used += size
    end = { ...end, offset: end.offset + size, crc, seq, epoch: draft.epoch }
    return seq
  }

  const take = (): Chunk[] => {
    const taken = parts.map(({ index, offset, segmentBytes, bytes, used }) => ({ index, offset, segmentBytes, bytes: bytes.subarray(0, used) }))
    capacity = Math.min(1024 * 1024, parts.at(-1)?.used ?? BUFFER_BYTES_MIN)
    parts = []
    current = undefined
    return taken
  }

  return {
    get lastSeq() {
      return end.seq
    },
    get segment() {
      return end.index
    },
    get bufferedBytes() {
      return parts.reduce((sum, part) => sum + part.used, 0)
    },
    append,
    take,
  }
}
