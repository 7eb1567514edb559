import { createHash, type Hash } from 'node:crypto'
import { close, fsync, open, readdirSync, readFileSync, rename, rm, rmSync, write } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CONTROL_BYTES_MAX, DATA_BYTES_MAX, decode, encode } from '../codec/cbor.ts'
import type { SavedSnapshot, Snapshot, SnapshotMark, SnapshotStore } from '../ports/snapshot.ts'
import { syncFolder } from './journal-folder.ts'

/*
 * A snapshot is a file `00000002.snap`, named by the segment in which the frames behind it begin: a magic, then one part after the other,
 * each with its length as u32, little-endian. The first part is the mark with the schema, an empty part ends it, and SHA-256 of all before follows.
 */
const SNAPSHOT_NAME = /^\d{8}\.snap$/
const MAGIC = Uint8Array.from([0x54, 0x52, 0x53, 0x31])
const HASH_BYTES = 32
/** Older ones are needless once a newer one is confirmed; one more is kept in case that is not. */
const KEPT_COUNT = 2
const PAUSE_BYTES = 16 * 1024

const calls = { open: promisify(open), write: promisify(write), fsync: promisify(fsync), close: promisify(close), rename: promisify(rename), rm: promisify(rm) }

const nameOf = (segment: number): string => `${String(segment).padStart(8, '0')}.snap`

const snapshotsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => SNAPSHOT_NAME.test(name))
    .sort()
    .reverse()

const framed = (part: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(4 + part.length)
  new DataView(bytes.buffer).setUint32(0, part.length, true)
  bytes.set(part, 4)
  return bytes
}

/** Gathers parts until a write is worth it; ends between two writes for whoever else wants to run. */
const writeParts = async (fd: number, parts: Iterator<Uint8Array>, hash: Hash): Promise<number> => {
  let total = 0
  const put = async (pieces: readonly Uint8Array[]): Promise<void> => {
    const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
    let at = 0
    for (const piece of pieces) {
      bytes.set(piece, at)
      at += piece.length
    }
    hash.update(bytes)
    for (let from = 0; from < bytes.length; ) from += (await calls.write(fd, bytes, from, bytes.length - from, total + from)).bytesWritten
    total += bytes.length
  }
  let pieces: Uint8Array[] = [MAGIC]
  let size = 0
  for (let next = parts.next(); next.done !== true; next = parts.next()) {
    pieces.push(framed(next.value))
    size += next.value.length
    if (size < PAUSE_BYTES) continue
    await put(pieces)
    pieces = []
    size = 0
  }
  await put([...pieces, framed(new Uint8Array(0))])
  return total
}

function* withMark(mark: object, parts: Iterator<Uint8Array>): Generator<Uint8Array> {
  yield encode(mark)
  for (let next = parts.next(); next.done !== true; next = parts.next()) yield next.value
}

const save = async (folder: string, mark: SnapshotMark & { readonly schema: string }, parts: Iterator<Uint8Array>): Promise<SavedSnapshot> => {
  const path = join(folder, nameOf(mark.segment))
  const temporary = `${path}.tmp`
  const hash = createHash('sha256')
  const fd = await calls.open(temporary, 'w', 0o600)
  try {
    const bytes = await writeParts(fd, withMark(mark, parts), hash)
    const digest = hash.digest()
    await calls.write(fd, digest, 0, HASH_BYTES, bytes)
    await calls.fsync(fd)
    await calls.rename(temporary, path)
    syncFolder(folder)
    for (const old of snapshotsIn(folder).slice(KEPT_COUNT)) await calls.rm(join(folder, old), { force: true })
    return { sha256: digest.toString('hex'), bytes: bytes + HASH_BYTES }
  } catch (error) {
    await calls.rm(temporary, { force: true })
    throw error
  } finally {
    await calls.close(fd)
  }
}

/** Snapshots in the folder of a journal; those of another `schema` are not read. */
export const snapshotStore = (folder: string, schema: string): SnapshotStore => ({
  save: (mark, parts, done) => {
    save(folder, { ...mark, schema }, parts).then(
      (saved) => done(null, saved),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), null),
    )
  },
})

/** A snapshot as it lies on the disk: whole, but not yet confirmed by its journal. */
export interface FoundSnapshot extends Snapshot {
  readonly sha256: string
}

const partsIn = (bytes: Uint8Array): unknown[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const parts: unknown[] = []
  for (let at = MAGIC.length; ; ) {
    const length = view.getUint32(at, true)
    if (length === 0) return parts
    const part = decode(bytes.subarray(at + 4, at + 4 + length), { maxBytes: parts.length === 0 ? CONTROL_BYTES_MAX : DATA_BYTES_MAX })
    if (!part.ok) throw new RangeError(part.error)
    parts.push(part.value)
    at += 4 + length
  }
}

const read = (path: string, schema: string): FoundSnapshot | undefined => {
  const bytes = readFileSync(path)
  const body = bytes.subarray(0, Math.max(0, bytes.length - HASH_BYTES))
  const sha256 = createHash('sha256').update(body).digest('hex')
  if (sha256 !== bytes.subarray(body.length).toString('hex') || !MAGIC.every((byte, at) => byte === body[at])) return undefined
  const [mark, ...parts] = partsIn(body)
  const { schema: written, ...place } = mark as SnapshotMark & { readonly schema: string }
  return written === schema ? { ...place, parts, sha256 } : undefined
}

/** Sound snapshots of this schema, newest first; one that is not is passed over, for the journal has everything. Half-written ones go. */
export function* findSnapshots(folder: string, schema: string): Generator<FoundSnapshot> {
  for (const name of readdirSync(folder)) if (name.endsWith('.snap.tmp')) rmSync(join(folder, name), { force: true })
  for (const name of snapshotsIn(folder)) {
    const found = read(join(folder, name), schema)
    if (found !== undefined) yield found
  }
}
