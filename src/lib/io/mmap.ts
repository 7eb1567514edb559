import { closeSync, constants, fstatSync, openSync, renameSync, rmSync } from 'node:fs'
import process from 'node:process'
import { TradeError } from '../base/errors.ts'
import { libc, PROT_READ, PROT_WRITE } from './libc.ts'

/** Where a file lies in memory: two numbers that one thread may post to another. */
export interface MappedRange {
  readonly address: number
  readonly bytes: number
}

export interface MappedFile extends MappedRange {
  /** The file's memory, never a copy. Touching it after `unmap` ends the process. */
  readonly buffer: ArrayBuffer
  unmap(): void
}

export interface NewMappedFile extends MappedFile {
  /** Gives the file its name at once, in place of an older one; mappings of that one stay whole. */
  publish(): void
}

/** Gives the memory back. A host calls it for a worker that has exited: nothing else ever frees such a mapping. */
export const unmapRange = (range: MappedRange): void => {
  if (libc().munmap(range.address, range.bytes) !== 0) {
    throw new TradeError('MAP_FAILED', `cannot unmap ${range.bytes} bytes: ${libc().errorName(libc().errno())}`, { category: 'fatal' })
  }
}

const map = (fd: number, path: string, { bytes, protection }: { readonly bytes: number; readonly protection: number }): MappedFile => {
  const address = libc().mmap(bytes, protection, fd)
  if (address === -1) {
    throw new TradeError('MAP_FAILED', `cannot map '${path}': ${libc().errorName(libc().errno())}`, { category: 'fatal', exit: 78 })
  }
  let mapped = true
  const unmap = (): void => {
    if (mapped) unmapRange({ address, bytes })
    mapped = false
  }
  return { address, bytes, buffer: libc().view(address, bytes), unmap }
}

/** Maps a whole file for reading. Node's own error (ENOENT, EACCES) when it cannot be opened. */
export const mapFile = (path: string): MappedFile => {
  // without O_NONBLOCK a FIFO of that name would hold us for ever
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stats = fstatSync(fd)
    if (!stats.isFile() || stats.size === 0) {
      throw new TradeError('MAP_FOREIGN', `'${path}' cannot be mapped: it is ${stats.isFile() ? 'empty' : 'no regular file'}`, { category: 'fatal', exit: 78 })
    }
    return map(fd, path, { bytes: stats.size, protection: PROT_READ })
  } finally {
    closeSync(fd)
  }
}

const reserve = (fd: number, path: string, bytes: number): void => {
  const code = libc().posixFallocate(fd, bytes)
  if (code === 0) return
  const name = libc().errorName(code)
  const reason = name === 'ENOSPC' ? 'no space left (ENOSPC)' : name
  throw new TradeError('MAP_NO_SPACE', `cannot reserve ${bytes} bytes for '${path}': ${reason}`, {
    category: 'fatal',
    exit: 78,
    hint: 'free space there, or set TRADE_RUNTIME_DIR to a folder that has it',
  })
}

/** A zeroed file of 0600 under a temporary name, every page of it reserved, so that a full disk fails here and not as a SIGBUS later. */
export const createMappedFile = (path: string, bytes: number): NewMappedFile => {
  const temporary = `${path}.${process.pid}.tmp`
  rmSync(temporary, { force: true })
  const fd = openSync(temporary, 'wx+', 0o600)
  try {
    reserve(fd, path, bytes)
    return { ...map(fd, path, { bytes, protection: PROT_READ | PROT_WRITE }), publish: () => renameSync(temporary, path) }
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  } finally {
    closeSync(fd)
  }
}
