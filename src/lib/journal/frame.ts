import { crc32 } from 'node:zlib'
import type { Frame, FrameType } from '../ports/journal.ts'

/*
 * Little-endian, 8-byte aligned:
 *   0 u32 payload length   4 u32 crc   8 u64 seq   16 u64 tsUs   24 u32 epoch   28 u16 type   30 u8 schema   31 u8 flags
 *   32 payload, zeros up to a multiple of 8
 * The crc covers everything behind itself up to the end of the payload and starts from the crc of the frame before,
 * so a lost, repeated or old block breaks the chain; the padding must be zero.
 */
const FRAME_HEADER_BYTES = 32
export const PAYLOAD_BYTES_MAX = 64 * 1024

const SCHEMA = 1
const CRC_START = 8
const TWO_32 = 2 ** 32
const TYPES: readonly FrameType[] = ['EPOCH', 'IN', 'VERDICT', 'SEND', 'EVENT', 'HALT', 'RECON', 'SNAPSHOT']
const codes = new Map(TYPES.map((type, index) => [type, index + 1]))

/** Room that a frame takes, header and padding included. */
export const frameBytes = (payloadBytes: number): number => FRAME_HEADER_BYTES + Math.ceil(payloadBytes / 8) * 8

const setU64 = (view: DataView, offset: number, value: number): void => {
  view.setUint32(offset, value % TWO_32, true)
  view.setUint32(offset + 4, Math.floor(value / TWO_32), true)
}

const getU64 = (view: DataView, offset: number): number => view.getUint32(offset + 4, true) * TWO_32 + view.getUint32(offset, true)

/** Zeroed bytes that a frame is written into. */
interface Room {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly offset: number
}

/** Writes `frame` and returns its crc; `seed` is the crc of the frame before, or of the segment header. */
export const writeFrame = ({ bytes, view, offset }: Room, frame: Frame, seed: number): number => {
  const length = frame.payload.length
  view.setUint32(offset, length, true)
  setU64(view, offset + 8, frame.seq)
  setU64(view, offset + 16, frame.tsUs)
  view.setUint32(offset + 24, frame.epoch, true)
  view.setUint16(offset + 28, codes.get(frame.type) ?? 0, true)
  view.setUint8(offset + 30, SCHEMA)
  bytes.set(frame.payload, offset + FRAME_HEADER_BYTES)
  const crc = crc32(bytes.subarray(offset + CRC_START, offset + FRAME_HEADER_BYTES + length), seed)
  view.setUint32(offset + 4, crc, true)
  return crc
}

/** What the bytes at an offset are. `unknown` is a sound frame of a newer version. */
type Reading =
  | { readonly kind: 'frame'; readonly frame: Frame; readonly crc: number; readonly bytes: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'bad'; readonly problem: string }
  | { readonly kind: 'unknown'; readonly problem: string }

const bad = (problem: string): Reading => ({ kind: 'bad', problem })

const isZero = (bytes: Uint8Array, from: number, to: number): boolean => {
  for (let index = from; index < to; index++) if (bytes[index] !== 0) return false
  return true
}

/** Reads the frame at `offset`. */
export const readFrame = (bytes: Uint8Array, offset: number, seed: number): Reading => {
  if (isZero(bytes, offset, Math.min(offset + FRAME_HEADER_BYTES, bytes.length))) return { kind: 'end' }
  if (offset + FRAME_HEADER_BYTES > bytes.length) return bad('a header is cut short')
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, FRAME_HEADER_BYTES)
  const length = view.getUint32(0, true)
  if (length > PAYLOAD_BYTES_MAX) return bad(`a payload of ${length} bytes is above the limit ${PAYLOAD_BYTES_MAX}`)
  const size = frameBytes(length)
  if (offset + size > bytes.length) return bad('a frame is cut short')
  const end = offset + FRAME_HEADER_BYTES + length
  const crc = view.getUint32(4, true)
  const actual = crc32(bytes.subarray(offset + CRC_START, end), seed)
  if (actual !== crc) return bad(`the crc is ${crc}, expected ${actual}`)
  if (!isZero(bytes, end, offset + size)) return bad('the padding is not zero')
  return sound(view, bytes.subarray(offset + FRAME_HEADER_BYTES, end), { crc, size })
}

const sound = (view: DataView, payload: Uint8Array, { crc, size }: { readonly crc: number; readonly size: number }): Reading => {
  const code = view.getUint16(28, true)
  const type = TYPES[code - 1]
  const schema = view.getUint8(30)
  const flags = view.getUint8(31)
  if (type === undefined || schema !== SCHEMA || flags !== 0)
    return { kind: 'unknown', problem: `frame type ${code}, schema ${schema}, flags ${flags}; expected type 1 to ${TYPES.length}, schema ${SCHEMA}, flags 0` }
  const frame: Frame = { seq: getU64(view, 8), tsUs: getU64(view, 16), epoch: view.getUint32(24, true), type, payload }
  return { kind: 'frame', frame, crc, bytes: size }
}

/** Whether the bytes at `offset` look like the header of a frame between two numbers: a crc cannot be checked once the frame before is lost. */
export const looksLikeFrame = (bytes: Uint8Array, offset: number, { above, upTo }: { readonly above: number; readonly upTo: number }): boolean => {
  if (offset + FRAME_HEADER_BYTES > bytes.length) return false
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, FRAME_HEADER_BYTES)
  const code = view.getUint16(28, true)
  if (code < 1 || code > TYPES.length || view.getUint8(30) !== SCHEMA || view.getUint8(31) !== 0) return false
  const seq = getU64(view, 8)
  return seq > above && seq <= upTo && view.getUint32(0, true) <= PAYLOAD_BYTES_MAX
}
