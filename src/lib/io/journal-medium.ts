import { close, constants, fdatasync, fsync, open, rename, rm, stat, write } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { SEGMENT_HEADER_BYTES } from '../journal/segment.ts'
import type { Chunk } from '../journal/writer.ts'
import { SPARE_NAME, segmentName } from './journal-folder.ts'

/** The two calls whose failure a journal must survive; replaced in tests. */
export interface DiskCalls {
  write(fd: number, bytes: Uint8Array, place: { readonly from: number; readonly position: number }): Promise<number>
  fdatasync(fd: number): Promise<void>
}

const calls = { open: promisify(open), close: promisify(close), fsync: promisify(fsync), rename: promisify(rename), rm: promisify(rm), stat: promisify(stat) }
const writeAt = promisify(write)

export const diskCalls: DiskCalls = {
  write: async (fd, bytes, { from, position }) => (await writeAt(fd, bytes, from, bytes.length - from, position)).bytesWritten,
  fdatasync: promisify(fdatasync),
}

/** Goes on after a short write until all is written or the disk refuses. */
const writeAll = async (disk: DiskCalls, fd: number, { bytes, position }: { readonly bytes: Uint8Array; readonly position: number }): Promise<void> => {
  for (let from = 0; from < bytes.length; ) from += await disk.write(fd, bytes, { from, position: position + from })
}

const syncFolder = async (folder: string): Promise<void> => {
  const fd = await calls.open(folder, 'r')
  await calls.fsync(fd)
  await calls.close(fd)
}

const ZEROS = new Uint8Array(1024 * 1024)

const fillWithZeros = async (disk: DiskCalls, fd: number, segmentBytes: number): Promise<void> => {
  for (let position = 0; position < segmentBytes; position += ZEROS.length)
    await writeAll(disk, fd, { bytes: ZEROS.subarray(0, Math.min(ZEROS.length, segmentBytes - position)), position })
  await disk.fdatasync(fd)
}

/** Makes the spare segment unless one of the right size is there: zeros written out, so that later syncs change no size and space is taken now. */
export const prepareSpare = async (folder: string, segmentBytes: number, disk: DiskCalls): Promise<void> => {
  const path = join(folder, SPARE_NAME)
  const size = await calls.stat(path).then(
    (stats) => stats.size,
    () => -1,
  )
  if (size === segmentBytes) return
  const temporary = `${path}.tmp`
  const fd = await calls.open(temporary, constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC, 0o600)
  try {
    await fillWithZeros(disk, fd, segmentBytes)
    await calls.rename(temporary, path)
  } catch (error) {
    await calls.rm(temporary, { force: true })
    throw error
  } finally {
    await calls.close(fd)
  }
  await syncFolder(folder)
}

/** The open segment. */
export interface Medium {
  /** Puts a chunk in place; one at offset 0 first makes the segment before durable, then turns the spare into the next. */
  write(chunk: Chunk): Promise<void>
  sync(): Promise<void>
  close(): Promise<void>
}

/** `fd` is the last segment's, or undefined before the first. */
export const openMedium = (folder: string, firstFd: number | undefined, disk: DiskCalls): Medium => {
  let fd = firstFd
  const sync = async (): Promise<void> => {
    if (fd !== undefined) await disk.fdatasync(fd)
  }
  const closeSegment = async (): Promise<void> => {
    if (fd !== undefined) await calls.close(fd)
    fd = undefined
  }
  const rotate = async (chunk: Chunk): Promise<number> => {
    await sync()
    await prepareSpare(folder, chunk.segmentBytes, disk)
    await closeSegment()
    const next = await calls.open(join(folder, SPARE_NAME), 'r+')
    fd = next
    await writeAll(disk, next, { bytes: chunk.bytes.subarray(0, SEGMENT_HEADER_BYTES), position: 0 })
    await disk.fdatasync(next)
    await calls.rename(join(folder, SPARE_NAME), join(folder, segmentName(chunk.index)))
    await syncFolder(folder)
    return next
  }
  const write = async (chunk: Chunk): Promise<void> => {
    if (chunk.offset > 0 && fd !== undefined) return writeAll(disk, fd, { bytes: chunk.bytes, position: chunk.offset })
    const next = await rotate(chunk)
    await writeAll(disk, next, { bytes: chunk.bytes.subarray(SEGMENT_HEADER_BYTES), position: SEGMENT_HEADER_BYTES })
  }
  return { write, sync, close: closeSegment }
}
