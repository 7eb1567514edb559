import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openJournal } from '../../src/lib/io/journal-file.ts'

const PAYLOAD = 0xa5
const PAYLOAD_BYTES = 64
const IN_FIRST_FRAME = 4_096 + 40

const segmentsOf = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.trj'))
    .sort()
    .map((name) => join(folder, name))

const firstSegment = (folder: string): string => {
  const [path] = segmentsOf(folder)
  if (path === undefined) throw new Error(`no segment in '${folder}'`)
  return path
}

/** Writes a small journal of `svc` below a run's folder; resolves to its folder. */
export const writeJournal = async (dir: string, svc: string): Promise<string> => {
  const folder = join(dir, 'data', svc, 'journal')
  const { journal } = openJournal(folder, { svc, build: 'test' })
  for (let count = 0; count < 3; count += 1) journal.append({ tsUs: 1_000, epoch: 1, type: 'EVENT', payload: new Uint8Array(PAYLOAD_BYTES).fill(PAYLOAD) })
  await new Promise<void>((done, failed) => journal.sync((error) => (error === undefined ? done() : failed(error))))
  await new Promise<void>((done) => journal.close(() => done()))
  return folder
}

/** Changes one byte in the payload of the first frame. */
export const damageJournal = (folder: string): void => {
  const path = firstSegment(folder)
  const bytes = readFileSync(path)
  bytes[IN_FIRST_FRAME] = (bytes[IN_FIRST_FRAME] ?? 0) ^ 0xff
  writeFileSync(path, bytes)
}

/** Puts a file that is no journal in place of the first segment. */
export const replaceJournal = (folder: string): void => writeFileSync(firstSegment(folder), 'this is the diary of somebody else\n'.repeat(200))
