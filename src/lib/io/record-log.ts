import { Buffer } from 'node:buffer'
import { closeSync, constants, fdatasyncSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { toLine } from '../codec/json.ts'
import type { RecordLog } from '../ports/records.ts'

const CHUNK_BYTES = 64 * 1024
const LINE_FEED = 10

/** Bytes up to and including the last line feed. */
const wholeBytes = (fd: number, sizeBytes: number): number => {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
  for (let endBytes = sizeBytes; endBytes > 0; ) {
    const startBytes = Math.max(0, endBytes - CHUNK_BYTES)
    const readBytes = readSync(fd, chunk, 0, endBytes - startBytes, startBytes)
    const at = chunk.subarray(0, readBytes).lastIndexOf(LINE_FEED)
    if (at >= 0) return startBytes + at + 1
    endBytes = startBytes
  }
  return 0
}

/** The kernel may take less than it was given, up to the end of a full disk. */
const writeAll = (fd: number, bytes: Uint8Array): void => {
  for (let doneBytes = 0; doneBytes < bytes.length; ) doneBytes += writeSync(fd, bytes, doneBytes)
}

/** Opens the file at `path` for appending, made 0600 when it is missing. A last line that a crash tore is cut off. */
export const openRecordLog = (path: string): RecordLog => {
  const fd = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW, 0o600)
  const sizeBytes = fstatSync(fd).size
  const whole = wholeBytes(fd, sizeBytes)
  if (whole < sizeBytes) ftruncateSync(fd, whole)
  let open = true
  return {
    append: (record) => writeAll(fd, Buffer.from(toLine(record))),
    close: () => {
      if (!open) return
      open = false
      fdatasyncSync(fd)
      closeSync(fd)
    },
  }
}
