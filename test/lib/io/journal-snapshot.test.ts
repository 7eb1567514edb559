import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { encode } from '../../../src/lib/codec/cbor.ts'
import { type JournalFile, openJournal } from '../../../src/lib/io/journal-file.ts'
import { readJournal } from '../../../src/lib/io/journal-reader.ts'
import type { SavedSnapshot, SnapshotMark } from '../../../src/lib/ports/snapshot.ts'

const options = { svc: 'exec', segmentBytes: 131_072, snapshotSchema: 'a b' }
const append = (journal: JournalFile, type: 'EVENT' | 'SNAPSHOT', value: object): number =>
  journal.append({ tsUs: 1_000 + journal.lastSeq, epoch: 1, type, payload: encode(value) })

/** Appends until the journal begins its next segment. */
const fillSegment = (journal: JournalFile): void => {
  const before = journal.segment
  while (journal.segment === before) append(journal, 'EVENT', { text: 'x'.repeat(10_000) })
}

/** A journal of three segments with a snapshot at the beginning of the second and the third; only those in `confirmed` are confirmed. */
const written = async (folder: string, confirmed: readonly number[]): Promise<SnapshotMark[]> => {
  const { journal, snapshots } = openJournal(folder, options)
  const marks: SnapshotMark[] = []
  append(journal, 'EVENT', { first: true })
  for (const segment of [2, 3]) {
    fillSegment(journal)
    const mark = { segment, seq: journal.lastSeq, tsUs: 5, epoch: 1 }
    const saved = await new Promise<SavedSnapshot | null>((done) => snapshots?.save(mark, [encode({ segment })].values(), (_error, result) => done(result)))
    if (confirmed.includes(segment)) append(journal, 'SNAPSHOT', { ...mark, ...saved })
    marks.push(mark)
  }
  append(journal, 'EVENT', { last: true })
  await promisify(journal.sync)()
  await promisify(journal.close)()
  return marks
}

const opened = async (folder: string, schema: string | undefined = 'a b') => {
  const { journal, recovered, snapshot } = openJournal(folder, { ...options, snapshotSchema: schema })
  await promisify(journal.close)()
  return { from: snapshot?.segment ?? 0, parts: snapshot?.parts ?? [], first: recovered[0]?.seq ?? 0, count: recovered.length, last: journal.lastSeq }
}

t.test('starts behind the newest snapshot that the journal confirms', async (t) => {
  const folder = join(t.testdir(), 'journal')
  const marks = await written(folder, [2, 3])
  const { frames } = readJournal(folder)
  const third = marks[1]?.seq ?? 0
  t.strictSame(await opened(folder), { from: 3, parts: [{ segment: 3 }], first: third + 1, count: frames.length - third, last: frames.length })
  const bytes = readFileSync(join(folder, '00000003.snap'))
  writeFileSync(join(folder, '00000003.snap'), bytes.fill(0, 20, 21))
  t.match(await opened(folder), { from: 2, parts: [{ segment: 2 }], first: (marks[0]?.seq ?? 0) + 1 }, 'a damaged one is passed over')
  rmSync(join(folder, '00000002.snap'))
  t.match(await opened(folder), { from: 0, first: 1, count: frames.length })
})

t.test('passes over one that the journal does not confirm, or whose state has another shape', async (t) => {
  const folder = join(t.testdir(), 'journal')
  await written(folder, [2])
  t.match(await opened(folder), { from: 2 })
  t.match(await opened(folder, 'a b c'), { from: 0, first: 1 })
  const without = openJournal(folder, { svc: 'exec', segmentBytes: 131_072 })
  t.strictSame([without.snapshot, without.snapshots, without.recovered[0]?.seq], [undefined, undefined, 1])
  await promisify(without.journal.close)()
})

t.test('refuses a journal whose beginning is gone, unless a snapshot holds it', async (t) => {
  const folder = join(t.testdir(), 'journal')
  await written(folder, [3])
  rmSync(join(folder, '00000001.trj'))
  t.match(await opened(folder), { from: 3 })
  rmSync(join(folder, '00000003.snap'))
  await t.rejects(opened(folder), {
    code: 'JOURNAL_DAMAGED',
    message: /'00000002.trj' at byte 0 \(frame 1\): the segment starts at frame \d+, and those before are gone/,
  })
  t.throws(() => readJournal(folder), { code: 'JOURNAL_DAMAGED' })
})

t.test('refuses damage behind a snapshot', async (t) => {
  const folder = join(t.testdir(), 'journal')
  await written(folder, [2, 3])
  const path = join(folder, '00000003.trj')
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.fill(0xff, 4_200, 4_201))
  await t.rejects(opened(folder), { code: 'JOURNAL_DAMAGED' })
})
