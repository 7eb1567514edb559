import { closeSync, openSync, readSync } from 'node:fs'
import process from 'node:process'
import { TradeError } from '../base/errors.ts'
import type { RingReader, RingWriter } from '../ports/ring.ts'
import { type RingOptions, ringHeader } from '../ring/header.ts'
import { at, layout, peekEpoch, ringBytes } from '../ring/layout.ts'
import { openRingReader } from '../ring/reader.ts'
import { createRingWriter } from '../ring/writer.ts'
import { createMappedFile, type MappedRange, mapFile } from './mmap.ts'
import { startTicksOf } from './process-identity.ts'

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** Epoch of the ring that lies at `path`, of any version; 0 when there is none. */
const previousEpoch = (path: string): number => {
  const bytes = new DataView(new ArrayBuffer(at.startTicks))
  try {
    const fd = openSync(path, 'r')
    try {
      readSync(fd, bytes)
    } finally {
      closeSync(fd)
    }
  } catch (error) {
    if (isMissing(error)) return 0
    throw error
  }
  const epoch = peekEpoch(bytes)
  if (epoch !== null) return epoch
  throw new TradeError(
    'RING_FOREIGN',
    `'${path}' is in the way: it is no ring, magic 0x${bytes.getUint32(at.magic, true).toString(16)} seen, 0x${layout.magic.toString(16)} expected`,
    {
      category: 'fatal',
      exit: 78,
      hint: 'move the file away',
    },
  )
}

export type RingFileOptions = Pick<RingOptions, 'createdUs' | 'slotCount' | 'symbolCapacity'> & { readonly firstPosition?: number }

/** A new ring in place of the one at `path`, with the next epoch. Its caller holds the writer's lock. */
export const createRingFile = (path: string, options: RingFileOptions): RingWriter => {
  const { firstPosition = 0, ...sizes } = options
  const header = ringHeader({ ...sizes, epoch: previousEpoch(path) + 1, pid: process.pid, startTicks: startTicksOf(process.pid) })
  const file = createMappedFile(path, ringBytes(header))
  const writer = createRingWriter(file.buffer, header, { firstPosition, onClose: file.unmap })
  file.publish()
  return writer
}

export interface RingFileWatch {
  /** The reader's mapping began. A worker posts it, so that its host can call `unmapRange` once the worker is gone. */
  onMapped?(range: MappedRange): void
  /** The reader is about to unmap it by itself: the host must forget it. */
  onUnmapped?(range: MappedRange): void
}

const openRing = (path: string): ReturnType<typeof mapFile> => {
  try {
    return mapFile(path)
  } catch (error) {
    if (!isMissing(error)) throw error
    throw new TradeError('RING_MISSING', `there is no ring at '${path}'`, { category: 'retry', exit: 3, hint: 'start it with: trade md', cause: error })
  }
}

/** Maps the ring read-only. TradeError RING_MISSING (3), RING_NOT_READY (75), RING_FOREIGN or MAP_FOREIGN (78). */
export const openRingFile = (path: string, watch: RingFileWatch = {}): RingReader => {
  const file = openRing(path)
  const range = { address: file.address, bytes: file.bytes }
  const onClose = (): void => {
    watch.onUnmapped?.(range)
    file.unmap()
  }
  watch.onMapped?.(range)
  try {
    return openRingReader(file.buffer, path, { onClose })
  } catch (error) {
    onClose()
    throw error
  }
}
