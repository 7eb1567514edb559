import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { encode } from '../../src/lib/codec/cbor.ts'
import { openJournal } from '../../src/lib/io/journal-file.ts'
import type { FrameType } from '../../src/lib/ports/journal.ts'

const TYPES: readonly FrameType[] = ['IN', 'VERDICT', 'SEND', 'EVENT']

/** Writes an EPOCH frame and `count` others of several types over more than one segment below a run's folder; resolves to the journal's folder. */
export const writtenJournal = async (dir: string, count = 30, svc = 'exec'): Promise<string> => {
  const folder = join(dir, 'data', svc, 'journal')
  const { journal } = openJournal(folder, { svc, build: 'test', segmentBytes: 131_072 })
  journal.append({ tsUs: 1_000_000, epoch: 1, type: 'EPOCH', payload: encode({ service: svc, epoch: 1, config: {} }) })
  for (let index = 0; index < count; index++)
    journal.append({ tsUs: 1_000_001 + index, epoch: 1, type: TYPES[index % TYPES.length] ?? 'IN', payload: encode({ index, text: 'x'.repeat(10_000) }) })
  await promisify(journal.sync)()
  await promisify(journal.close)()
  return folder
}

/** Changes the bytes of a journal's segment, counted from the end when `at` is negative. */
export const strike = (folder: string, at: number, change: (bytes: Uint8Array) => void): string => {
  const name = readdirSync(folder)
    .filter((one) => one.endsWith('.trj'))
    .sort()
    .at(at)
  const path = join(folder, name ?? '')
  const bytes = readFileSync(path)
  change(bytes)
  writeFileSync(path, bytes)
  return name ?? ''
}

/** Puts bytes behind the last frame, as a write that a crash cut short would. */
export const tear = (folder: string): string =>
  strike(folder, -1, (bytes) => bytes.fill(7, bytes.findLastIndex((byte) => byte !== 0) + 9, bytes.findLastIndex((byte) => byte !== 0) + 60))
