import { Buffer } from 'node:buffer'
import { constants, crc32, inflateRawSync, type ZlibOptions, type ZstdOptions, zstdDecompressSync } from 'node:zlib'
import { messageOf } from '../base/errors.ts'

/** zlib's code for input that ends before its data does. */
const ENDS_EARLY = 'Z_BUF_ERROR'
const HEAD_BYTES = 10
const TRAILER_BYTES = 8
const GZIP = 0x1f8b
const DEFLATE = 8
const UNKNOWN_FLAGS = 0xe0

interface Member {
  readonly bytes: Buffer
  readonly usedBytes: number
}

interface Packing {
  readonly magic: readonly number[]
  /** Zeros may follow, as they fill a block of a tape or a disk. */
  readonly isPadded: boolean
  /** The first member, proved by its check value where it has one. */
  readonly whole: (packed: Buffer) => Member
  /** The same for one that ends early: what there is of it. */
  readonly start: (packed: Buffer) => Buffer
}

/** Data as it was before it was packed. */
export interface Unpacked {
  readonly bytes: Buffer
  /** Why there is no more of it; null when it is whole. */
  readonly cut: string | null
}

const failure = (message: string, code: string): Error => Object.assign(new Error(message), { code })

const endsEarly = (): Error => failure('unexpected end of file', ENDS_EARLY)

const memberOf = (result: unknown): Member => {
  const { buffer, engine } = result as { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } }
  return { bytes: buffer, usedBytes: engine.bytesWritten }
}

/** Where each field of a head that its flags tell of ends, in their order; beyond the data when that ends before. */
const FIELDS: readonly (readonly [number, (packed: Buffer, at: number) => number])[] = [
  [4, (packed, at) => at + 2 + (packed[at] ?? 0) + 256 * (packed[at + 1] ?? 0)],
  [8, (packed, at) => pastText(packed, at)],
  [16, (packed, at) => pastText(packed, at)],
  [2, (_, at) => at + 2],
]

const pastText = (packed: Buffer, at: number): number => {
  const end = packed.indexOf(0, at)
  return end < 0 ? packed.length + 1 : end + 1
}

/** Length of the head of a gzip member. */
const headBytes = (packed: Buffer): number => {
  if (packed.length < HEAD_BYTES) throw endsEarly()
  const flags = packed[3] ?? 0
  if (packed.readUInt16BE(0) !== GZIP || packed[2] !== DEFLATE || (flags & UNKNOWN_FLAGS) !== 0) throw failure('incorrect header check', 'Z_DATA_ERROR')
  const at = FIELDS.reduce((from, [flag, pastField]) => ((flags & flag) === 0 ? from : pastField(packed, from)), HEAD_BYTES)
  if (at > packed.length) throw endsEarly()
  return at
}

const inflate = (packed: Buffer, options: ZlibOptions = {}): Member => {
  const head = headBytes(packed)
  const { bytes, usedBytes } = memberOf(inflateRawSync(packed.subarray(head), { ...options, info: true }))
  return { bytes, usedBytes: head + usedBytes }
}

const gzipMember = (packed: Buffer): Member => {
  const { bytes, usedBytes } = inflate(packed)
  if (packed.length < usedBytes + TRAILER_BYTES) throw endsEarly()
  if (packed.readUInt32LE(usedBytes) !== crc32(bytes)) throw failure('incorrect data check', 'Z_DATA_ERROR')
  if (packed.readUInt32LE(usedBytes + 4) !== bytes.length >>> 0) throw failure('incorrect length check', 'Z_DATA_ERROR')
  return { bytes, usedBytes: usedBytes + TRAILER_BYTES }
}

const zstdFrame = (packed: Buffer, options: ZstdOptions = {}): Member => memberOf(zstdDecompressSync(packed, { ...options, info: true }))

const PACKINGS: readonly Packing[] = [
  {
    magic: [0x1f, 0x8b],
    isPadded: true,
    whole: gzipMember,
    start: (packed) => inflate(packed, { finishFlush: constants.Z_SYNC_FLUSH }).bytes,
  },
  {
    magic: [0x28, 0xb5, 0x2f, 0xfd],
    isPadded: false,
    whole: (packed) => zstdFrame(packed),
    start: (packed) => zstdFrame(packed, { finishFlush: constants.ZSTD_e_flush }).bytes,
  },
]

/** A member that ends early gives what there is of it; one whose check value does not hold proves nothing, and gives nothing. */
const restOf = (packing: Packing, packed: Buffer, error: unknown): Unpacked => {
  const cut = messageOf(error)
  const nothing = Buffer.alloc(0)
  if ((error as { readonly code?: unknown }).code !== ENDS_EARLY) return { bytes: nothing, cut: `${cut}, no line from here on is certain` }
  try {
    return { bytes: packing.start(packed), cut }
  } catch {
    return { bytes: nothing, cut }
  }
}

/** One after the other: a decoder of zstd ends with the first frame, and one of gzip says not where a member ended. */
const unpackMembers = (packing: Packing, packed: Buffer): Unpacked => {
  const parts: Buffer[] = []
  let cut: string | null = null
  for (let at = 0; at < packed.length && cut === null; ) {
    const rest = packed.subarray(at)
    if (packing.isPadded && at > 0 && rest[0] === 0) break
    try {
      const { bytes, usedBytes } = packing.whole(rest)
      parts.push(bytes)
      if (usedBytes === 0) break
      at += usedBytes
    } catch (error) {
      const last = restOf(packing, rest, error)
      parts.push(last.bytes)
      cut = last.cut
    }
  }
  return { bytes: parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts), cut }
}

/**
 * Unpacks gzip and zstd, joined members too; anything else is as it is. Of data that ends early it gives what there is, of a member
 * that is damaged nothing.
 */
export const unpack = (packed: Buffer): Unpacked => {
  const packing = PACKINGS.find(({ magic }) => magic.every((byte, index) => packed[index] === byte))
  return packing === undefined ? { bytes: packed, cut: null } : unpackMembers(packing, packed)
}
