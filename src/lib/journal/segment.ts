import { crc32 } from 'node:zlib'
import { damaged, foreign } from './damage.ts'

/*
 * The first 4 KiB of a segment, little-endian:
 *   0 'TRJ1'   4 u16 version   6 u16 algorithm (1 = CRC-32 of zlib)   8 u32 epoch   12 u32 salt   16 u64 first seq
 *   24 u32 last crc of the segment before   28 u32 bytes of the segment   32 build of the writer, ASCII   4092 u32 crc of all before
 * The header's crc is the seed of the first frame: the salt makes stale bytes of a reused file fail, the previous crc a swapped segment.
 */
export const SEGMENT_HEADER_BYTES = 4096

const MAGIC = 'TRJ1'
const VERSION = 1
const CRC_32 = 1
const CRC_OFFSET = SEGMENT_HEADER_BYTES - 4
const BUILD_OFFSET = 32
const BUILD_BYTES = 32
const TWO_32 = 2 ** 32

export interface SegmentHeader {
  /** Incarnation that opened the segment. */
  readonly epoch: number
  /** Random 32 bits. */
  readonly salt: number
  readonly firstSeq: number
  /** Crc of the last frame of the segment before; 0 in the first one. */
  readonly previousCrc: number
  readonly segmentBytes: number
  /** Version of the program that wrote it, at most 32 ASCII characters. */
  readonly build: string
}

const putText = (bytes: Uint8Array, offset: number, text: string): void => {
  for (let index = 0; index < text.length; index++) bytes[offset + index] = text.charCodeAt(index)
}

const getText = (bytes: Uint8Array, offset: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(offset, offset + length)).replace(/\0+$/, '')

/** The header's bytes; its crc stands in the last four. */
export const writeSegmentHeader = (header: SegmentHeader): Uint8Array => {
  const bytes = new Uint8Array(SEGMENT_HEADER_BYTES)
  const view = new DataView(bytes.buffer)
  putText(bytes, 0, MAGIC)
  view.setUint16(4, VERSION, true)
  view.setUint16(6, CRC_32, true)
  view.setUint32(8, header.epoch, true)
  view.setUint32(12, header.salt, true)
  view.setUint32(16, header.firstSeq % TWO_32, true)
  view.setUint32(20, Math.floor(header.firstSeq / TWO_32), true)
  view.setUint32(24, header.previousCrc, true)
  view.setUint32(28, header.segmentBytes, true)
  putText(bytes, BUILD_OFFSET, header.build.slice(0, BUILD_BYTES))
  view.setUint32(CRC_OFFSET, crc32(bytes.subarray(0, CRC_OFFSET)), true)
  return bytes
}

/** The seed of the first frame. */
export const seedOf = (header: Uint8Array): number => new DataView(header.buffer, header.byteOffset).getUint32(CRC_OFFSET, true)

/** Reads the header of the segment called `name`; throws JOURNAL_FOREIGN or JOURNAL_DAMAGED. */
export const readSegmentHeader = (name: string, bytes: Uint8Array): SegmentHeader & { readonly crc: number } => {
  if (bytes.length < SEGMENT_HEADER_BYTES) throw damaged({ name, offset: bytes.length }, `the header ends here, expected ${SEGMENT_HEADER_BYTES} bytes`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, SEGMENT_HEADER_BYTES)
  const magic = getText(bytes, 0, MAGIC.length)
  if (magic !== MAGIC) throw foreign({ name, offset: 0 }, `magic is ${JSON.stringify(magic)}, expected "${MAGIC}"`)
  const crc = view.getUint32(CRC_OFFSET, true)
  const actual = crc32(bytes.subarray(0, CRC_OFFSET))
  const version = view.getUint16(4, true)
  const algorithm = view.getUint16(6, true)
  if (version !== VERSION) throw foreign({ name, offset: 4 }, `version is ${version}, expected ${VERSION}`)
  if (algorithm !== CRC_32) throw foreign({ name, offset: 6 }, `checksum algorithm is ${algorithm}, expected ${CRC_32}`)
  if (crc !== actual) throw damaged({ name, offset: CRC_OFFSET }, `the header's crc is ${crc}, expected ${actual}`)
  return {
    epoch: view.getUint32(8, true),
    salt: view.getUint32(12, true),
    firstSeq: view.getUint32(20, true) * TWO_32 + view.getUint32(16, true),
    previousCrc: view.getUint32(24, true),
    segmentBytes: view.getUint32(28, true),
    build: getText(bytes, BUILD_OFFSET, BUILD_BYTES),
    crc,
  }
}
