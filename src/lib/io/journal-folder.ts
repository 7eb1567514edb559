import { closeSync, fdatasyncSync, fsyncSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type JournalEnd, type SegmentImage, trimSegment } from '../journal/recover.ts'
import type { TornTail } from '../ports/journal.ts'

const SEGMENT_NAME = /^(\d{8})\.trj$/

/** A pre-allocated segment without a header; it gets its number when it is put to use. */
export const SPARE_NAME = 'spare'

export const segmentName = (index: number): string => `${String(index).padStart(8, '0')}.trj`

const indexOf = (name: string): number => Number(SEGMENT_NAME.exec(name)?.[1] ?? Number.NaN)

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder)
      .filter((name) => SEGMENT_NAME.test(name))
      .sort()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

/** The segments one after the other, from number `from` on; only the used part of each is kept in memory. */
export function* readSegments(folder: string, from = 1): Generator<SegmentImage> {
  for (const name of namesIn(folder).filter((one) => indexOf(one) >= from))
    yield { index: indexOf(name), name, bytes: Uint8Array.from(trimSegment(readFileSync(join(folder, name)))) }
}

/** Makes the names in a folder durable. */
export const syncFolder = (folder: string): void => {
  const fd = openSync(folder, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

const writeAll = (path: string, flags: string, { bytes, offset }: { readonly bytes: Uint8Array; readonly offset: number }): void => {
  const fd = openSync(path, flags, 0o600)
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, offset + done)
    fdatasyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Keeps the torn bytes beside the segment as `*.torn`, then puts zeros in their place; returns where they are kept. */
export const cutTail = (folder: string, torn: TornTail, end: JournalEnd): string => {
  const kept = join(folder, `${torn.name}.${torn.offset}.torn`)
  writeAll(kept, 'w', { bytes: torn.bytes, offset: 0 })
  syncFolder(folder)
  writeAll(join(folder, segmentName(end.index)), 'r+', { bytes: new Uint8Array(torn.bytes.length), offset: torn.offset })
  return kept
}
