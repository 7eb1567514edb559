import { Buffer } from 'node:buffer'
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { type JournalFile, openJournal } from '../../../src/lib/io/journal-file.ts'
import { type DiskCalls, diskCalls } from '../../../src/lib/io/journal-medium.ts'
import { readJournal } from '../../../src/lib/io/journal-reader.ts'
import { SEGMENT_HEADER_BYTES } from '../../../src/lib/journal/segment.ts'
import { until } from '../../kit/until.ts'

const SEGMENT_BYTES = 131_072
const options = { svc: 'exec', build: 'test', segmentBytes: SEGMENT_BYTES }
const draft = (payload: Uint8Array, epoch = 1) => ({ tsUs: 1000, epoch, type: 'EVENT' as const, payload })
const synced = (journal: JournalFile): Promise<void> => promisify(journal.sync)()
const closed = (journal: JournalFile): Promise<void> => promisify(journal.close)()

/** A closed journal of `count` frames of 40 bytes in a new folder. */
const written = async (folder: string, count: number): Promise<string> => {
  const { journal } = openJournal(folder, options)
  for (let index = 1; index <= count; index++) journal.append(draft(new Uint8Array(8).fill(index)))
  await closed(journal)
  return join(folder, '00000001.trj')
}

t.test('gives back after closing what was acknowledged', async (t) => {
  const folder = join(t.testdir(), 'journal')
  const { journal, recovered } = openJournal(folder, options)
  t.strictSame(recovered, [])
  t.equal(journal.append(draft(Uint8Array.of(1))), 1)
  await synced(journal)
  t.equal(readJournal(folder).frames.length, 1)
  journal.append(draft(Uint8Array.of(2)))
  await closed(journal)
  const again = openJournal(folder, options)
  t.strictSame(
    again.recovered.map((frame) => [...frame.payload]),
    [[1], [2]],
  )
  t.equal(again.journal.append(draft(Uint8Array.of(3), 2)), 3)
  await closed(again.journal)
  t.match(readJournal(folder), { lastSegment: 1, torn: undefined, frames: [{ seq: 1 }, { seq: 2 }, { seq: 3, epoch: 2 }] })
})

t.test('goes on over segments of full size, all for the owner alone', async (t) => {
  const folder = join(t.testdir(), 'journal')
  const { journal } = openJournal(folder, options)
  for (let index = 0; index < 40; index++) {
    journal.append(draft(new Uint8Array(10_000).fill(index)))
    await synced(journal)
  }
  await closed(journal)
  const names = readdirSync(folder).sort()
  t.strictSame(
    names.filter((name) => name.endsWith('.trj')),
    ['00000001.trj', '00000002.trj', '00000003.trj', '00000004.trj'],
  )
  for (const name of names.filter((name) => name !== 'LOCK')) t.equal(statSync(join(folder, name)).size, SEGMENT_BYTES, name)
  for (const name of names) t.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name)
  t.equal(statSync(folder).mode & 0o777, 0o700)
  t.equal(readJournal(folder).frames.length, 40)
})

t.test('acknowledges in order, never at once, and shares syncs', async (t) => {
  let syncs = 0
  const fdatasync = (fd: number): Promise<void> => {
    syncs++
    return diskCalls.fdatasync(fd)
  }
  const { journal } = openJournal(join(t.testdir(), 'journal'), { ...options, disk: { ...diskCalls, fdatasync } })
  journal.append(draft(Uint8Array.of(1)))
  await synced(journal)
  const before = syncs
  const order: number[] = []
  for (let index = 0; index < 100; index++) {
    journal.append(draft(Uint8Array.of(index)))
    journal.sync(() => order.push(index))
  }
  t.strictSame(order, [])
  await synced(journal)
  t.strictSame(
    order,
    Array.from({ length: 100 }, (_, index) => index),
  )
  t.ok(syncs - before <= 2, `${syncs - before} syncs`)
  await closed(journal)
})

t.test('refuses a second writer with exit 10, naming the first, and frees the lock at close', async (t) => {
  const folder = join(t.testdir(), 'journal')
  const { journal } = openJournal(folder, options)
  t.throws(() => openJournal(folder, options), { code: 'LOCKED', exit: 10, message: /held by exec, pid \d+$/ })
  await closed(journal)
  await closed(openJournal(folder, options).journal)
})

t.test('cuts a torn tail, keeps its bytes beside and goes on', async (t) => {
  const folder = join(t.testdir(), 'journal')
  const path = await written(folder, 3)
  const bytes = readFileSync(path)
  const offset = SEGMENT_HEADER_BYTES + 80
  bytes[offset + 35] = 0xff
  writeFileSync(path, bytes)
  t.match(readJournal(folder), { torn: { name: '00000001.trj', offset } })
  const { journal, recovered, torn } = openJournal(folder, options)
  t.equal(recovered.length, 2)
  t.equal(torn?.offset, offset)
  t.strictSame(readFileSync(join(folder, `00000001.trj.${offset}.torn`)), bytes.subarray(offset, offset + 40))
  t.equal(journal.append(draft(new Uint8Array(1))), 3)
  await closed(journal)
  t.match(readJournal(folder), { torn: undefined, frames: { length: 3 } })
})

t.test('recovers a file that was cut and writes on behind its end', async (t) => {
  const folder = join(t.testdir(), 'journal')
  truncateSync(await written(folder, 3), SEGMENT_HEADER_BYTES + 100)
  const { journal, recovered } = openJournal(folder, options)
  t.equal(recovered.length, 2)
  journal.append(draft(new Uint8Array(1)))
  await closed(journal)
  t.equal(readJournal(folder).frames.length, 3)
})

t.test('refuses damage with exit 65 and foreign files with 78, changing nothing and freeing the lock', async (t) => {
  const folder = join(t.testdir(), 'journal')
  const path = await written(folder, 3)
  const good = readFileSync(path)
  const damaged = Buffer.from(good)
  damaged[SEGMENT_HEADER_BYTES + 45] = 0xff
  writeFileSync(path, damaged)
  for (let count = 0; count < 2; count++)
    t.throws(() => openJournal(folder, options), { code: 'JOURNAL_DAMAGED', exit: 65, message: /'00000001.trj' at byte 4136/ })
  t.strictSame(readFileSync(path), damaged)
  writeFileSync(path, Buffer.concat([Buffer.from('TRJ2'), good.subarray(4)]))
  t.throws(() => openJournal(folder, options), { code: 'JOURNAL_FOREIGN', exit: 78, message: /magic is "TRJ2", expected "TRJ1"/ })
})

t.test('reports a failed fdatasync for ever and never tries it again', async (t) => {
  let syncs = 0
  let broken = false
  const fdatasync = async (fd: number): Promise<void> => {
    syncs++
    if (broken) throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' })
    await diskCalls.fdatasync(fd)
  }
  const { journal } = openJournal(join(t.testdir(), 'journal'), { ...options, disk: { ...diskCalls, fdatasync } })
  journal.append(draft(new Uint8Array(1)))
  await synced(journal)
  broken = true
  journal.append(draft(new Uint8Array(1)))
  const failed = { code: 'JOURNAL_FAILED', category: 'fatal', message: 'cannot write the journal: EIO: i/o error, fdatasync' }
  await t.rejects(synced(journal), failed)
  broken = false
  const before = syncs
  journal.append(draft(new Uint8Array(1)))
  await t.rejects(synced(journal), failed)
  await t.rejects(closed(journal), failed)
  t.equal(syncs, before)
})

t.test('goes on after short writes', async (t) => {
  const folder = join(t.testdir(), 'journal')
  const write: DiskCalls['write'] = (fd, bytes, place) => diskCalls.write(fd, bytes.subarray(0, Math.min(bytes.length, place.from + 7000)), place)
  const { journal } = openJournal(folder, { ...options, disk: { ...diskCalls, write } })
  for (let index = 0; index < 10; index++) journal.append(draft(new Uint8Array(20_000).fill(index)))
  await closed(journal)
  t.equal(readJournal(folder).frames.length, 10)
})

t.test('runs on its reserve when the next segment finds no room, and recovers without a restart', async (t) => {
  let full = false
  const write: DiskCalls['write'] = (fd, bytes, place) => {
    if (full && bytes.length > 100_000) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    return diskCalls.write(fd, bytes, place)
  }
  const folder = join(t.testdir(), 'journal')
  const { journal } = openJournal(folder, { ...options, disk: { ...diskCalls, write } })
  journal.append(draft(new Uint8Array(60_000)))
  await synced(journal)
  full = true
  journal.append(draft(new Uint8Array(20_000)))
  await synced(journal)
  await until('the reserve is used', () => journal.onReserve)
  journal.append(draft(new Uint8Array(8)))
  await synced(journal)
  full = false
  await until('the spare is back', () => !journal.onReserve)
  journal.append(draft(new Uint8Array(60_000)))
  await closed(journal)
  t.match(readJournal(folder), { lastSegment: 2, frames: { length: 4 } })
})

t.test('leaves its reserve when the next segment finds room after all', async (t) => {
  let full = false
  const write: DiskCalls['write'] = (fd, bytes, place) => {
    if (full && bytes.length > 100_000) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    return diskCalls.write(fd, bytes, place)
  }
  const { journal } = openJournal(join(t.testdir(), 'journal'), { ...options, disk: { ...diskCalls, write } })
  full = true
  journal.append(draft(new Uint8Array(60_000)))
  await t.rejects(synced(journal), { code: 'JOURNAL_FULL' })
  await t.rejects(closed(journal), { code: 'JOURNAL_FULL' })
  full = false
  const next = openJournal(join(t.testdir(), 'next'), { ...options, disk: { ...diskCalls, write } }).journal
  next.append(draft(new Uint8Array(60_000)))
  await synced(next)
  full = true
  next.append(draft(new Uint8Array(20_000)))
  await synced(next)
  await until('the reserve is used', () => next.onReserve)
  full = false
  next.append(draft(new Uint8Array(60_000)))
  await synced(next)
  t.equal(next.onReserve, false)
  await closed(next)
})

t.test('fails as full when not even the reserve is left', async (t) => {
  const write: DiskCalls['write'] = () => Promise.reject(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }))
  const { journal } = openJournal(join(t.testdir(), 'journal'), { ...options, disk: { ...diskCalls, write } })
  journal.append(draft(new Uint8Array(1)))
  await t.rejects(synced(journal), { code: 'JOURNAL_FULL', exit: 75, message: 'cannot write the journal: ENOSPC: no space left on device, write' })
  await t.rejects(closed(journal), { code: 'JOURNAL_FULL' })
})

t.test('writes out frames that nobody waits for before they fill the memory', async (t) => {
  const folder = join(t.testdir(), 'journal')
  const { journal } = openJournal(folder, { ...options, segmentBytes: 4 * 1024 * 1024 })
  for (let index = 0; index < 40; index++) journal.append(draft(new Uint8Array(60_000)))
  await until('frames are on the disk', () => readJournal(folder).frames.length > 0)
  await closed(journal)
  t.equal(readJournal(folder).frames.length, 40)
})
