import type { Frame, TornTail } from '../ports/journal.ts'
import { damaged, foreign } from './damage.ts'
import { frameBytes, looksLikeFrame, PAYLOAD_BYTES_MAX, readFrame } from './frame.ts'
import { readSegmentHeader, SEGMENT_HEADER_BYTES } from './segment.ts'

/** One segment as it lies on the disk; zeros at its end may be left off. Segments come in the order of `index`. */
export interface SegmentImage {
  readonly index: number
  readonly name: string
  readonly bytes: Uint8Array
}

/** Where the next frame goes. */
export interface JournalEnd {
  readonly index: number
  readonly offset: number
  readonly segmentBytes: number
  readonly crc: number
  readonly seq: number
  readonly epoch: number
}

export interface Recovered {
  readonly frames: readonly Frame[]
  /** Undefined for a journal without segments. */
  readonly end: JournalEnd | undefined
  readonly torn: TornTail | undefined
}

/** How far the segments were read. */
export interface Reached {
  /** The first segment need not be the journal's first: what is before it is known from elsewhere. */
  readonly isTail?: boolean
  readonly end: JournalEnd | undefined
  readonly torn: TornTail | undefined
}

const isZeroBehind = (bytes: Uint8Array, offset: number): boolean => {
  for (let index = offset; index < bytes.length; index++) if (bytes[index] !== 0) return false
  return true
}

/** Offset behind the last byte that is not zero; walks words first, a fresh segment is megabytes of zeros. */
const usedBytes = (bytes: Uint8Array): number => {
  let used = bytes.length
  if (bytes.byteOffset % 4 === 0) {
    const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2)
    let count = words.length
    while (count > 0 && words[count - 1] === 0) count--
    if (isZeroBehind(bytes, words.length * 4)) used = count * 4
  }
  while (used > 0 && bytes[used - 1] === 0) used--
  return used
}

/** The part of a segment that can hold frames: behind the last byte that is not zero a frame may still end in zeros. */
export const trimSegment = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, Math.min(bytes.length, usedBytes(bytes) + 2 * frameBytes(PAYLOAD_BYTES_MAX)))

/** Offset of something like a later frame behind a bad one, or -1. */
const findLater = (bytes: Uint8Array, from: number, lastSeq: number): number => {
  const range = { above: lastSeq, upTo: lastSeq + Math.ceil((bytes.length - from) / frameBytes(0)) }
  for (let offset = from + 8; offset < bytes.length; offset += 8) if (looksLikeFrame(bytes, offset, range)) return offset
  return -1
}

const checkOrder = (image: SegmentImage, { frame, bytes }: { readonly frame: Frame; readonly bytes: number }, end: JournalEnd): void => {
  const place = { name: image.name, offset: end.offset, lastOffset: end.offset + bytes - 1, seq: end.seq + 1 }
  if (frame.seq !== end.seq + 1) throw damaged(place, `frame ${frame.seq} follows frame ${end.seq}`)
  if (frame.epoch < end.epoch) throw damaged(place, `epoch ${frame.epoch} follows epoch ${end.epoch}`)
}

/** The state before the first frame of a segment, after its header was held against the end of the one before. */
const enter = (image: SegmentImage, { end: before, isTail }: Reached): JournalEnd => {
  const header = readSegmentHeader(image.name, image.bytes)
  const start = { index: image.index, offset: SEGMENT_HEADER_BYTES, segmentBytes: header.segmentBytes, crc: header.crc }
  if (before === undefined && header.firstSeq > 1 && isTail !== true)
    throw damaged({ name: image.name, offset: 0, seq: 1 }, `the segment starts at frame ${header.firstSeq}, and those before are gone`)
  if (before === undefined) return { ...start, seq: header.firstSeq - 1, epoch: 0 }
  const place = { name: image.name, offset: 0, lastOffset: SEGMENT_HEADER_BYTES - 1, seq: before.seq + 1 }
  if (image.index !== before.index + 1) throw damaged(place, `segment ${image.index} follows segment ${before.index}`)
  if (header.firstSeq !== before.seq + 1) throw damaged(place, `the segment starts at frame ${header.firstSeq}, the one before ends at ${before.seq}`)
  if (header.previousCrc !== before.crc) throw damaged(place, `the segment before ends with crc ${before.crc}, expected ${header.previousCrc}`)
  return { ...start, seq: before.seq, epoch: before.epoch }
}

/** What stands behind the last good frame: a clean end, a tail that was never acknowledged, or damage. */
const judgeTail = (image: SegmentImage, end: JournalEnd, problem: string): TornTail | undefined => {
  const used = usedBytes(image.bytes)
  const later = findLater(image.bytes, end.offset, end.seq)
  if (later >= 0)
    throw damaged({ name: image.name, offset: end.offset, lastOffset: later - 1, seq: end.seq + 1 }, `${problem}, and frames follow at byte ${later}`)
  if (used <= end.offset) return undefined
  return { name: image.name, offset: end.offset, bytes: image.bytes.slice(end.offset, used) }
}

const readSegment = (image: SegmentImage, before: Reached, frames: Frame[]): Reached => {
  let end = enter(image, before)
  for (;;) {
    const reading = readFrame(image.bytes, end.offset, end.crc)
    if (reading.kind === 'unknown') throw foreign({ name: image.name, offset: end.offset, seq: end.seq + 1 }, reading.problem)
    if (reading.kind !== 'frame') return { end, torn: judgeTail(image, end, reading.kind === 'bad' ? reading.problem : 'a frame is missing') }
    checkOrder(image, reading, end)
    frames.push(reading.frame)
    end = { ...end, offset: end.offset + reading.bytes, crc: reading.crc, seq: reading.frame.seq, epoch: reading.frame.epoch }
  }
}

const tornInside = ({ name, offset, bytes }: TornTail, seq: number, next: string): Error =>
  damaged({ name, offset, lastOffset: offset + bytes.length - 1, seq }, `the frame is bad, and segment '${next}' follows`)

/** Reads the segment behind those that were read before, and puts its frames behind `frames`; throws like `recover`, and leaves the good frames before. */
export const followSegment = (image: SegmentImage, reached: Reached, frames: Frame[]): Reached => {
  if (reached.torn !== undefined) throw tornInside(reached.torn, (reached.end?.seq ?? 0) + 1, image.name)
  return readSegment({ ...image, bytes: trimSegment(image.bytes) }, reached, frames)
}

/** Reads all segments in order; throws a TradeError (exit 65 or 78) when more than a torn tail of the last one is wrong. Changes nothing. */
export const recover = (images: Iterable<SegmentImage>, { isTail = false }: { readonly isTail?: boolean } = {}): Recovered => {
  const frames: Frame[] = []
  let reached: Reached = { end: undefined, torn: undefined, isTail }
  for (const image of images) reached = followSegment(image, reached, frames)
  return { frames, end: reached.end, torn: reached.torn }
}
