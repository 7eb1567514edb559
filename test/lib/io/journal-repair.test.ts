import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { openJournal } from '../../../src/lib/io/journal-file.ts'
import { readJournal } from '../../../src/lib/io/journal-reader.ts'
import { repairJournal } from '../../../src/lib/io/journal-repair.ts'
import { strike, tear, writtenJournal } from '../../kit/written-journal.ts'

t.test('cuts a tail that a start would cut, and leaves the lock free', async (t) => {
  const folder = await writtenJournal(t.testdir())
  t.equal(repairJournal(folder), null)
  const name = tear(folder)
  const repair = repairJournal(folder)
  t.match(repair, { segment: name, kept: join(folder, `${name}.${repair?.offset}.torn`) })
  t.match(readJournal(folder), { torn: undefined, frames: { length: 31 } })
  await promisify(openJournal(folder, { svc: 'exec', segmentBytes: 131_072 }).journal.close)()
})

t.test('changes nothing of a damaged journal', async (t) => {
  const folder = await writtenJournal(t.testdir())
  strike(folder, 0, (bytes) => bytes.fill(0xff, 5_000, 5_001))
  const before = readdirSync(folder)
  for (let count = 0; count < 2; count++) t.throws(() => repairJournal(folder), { code: 'JOURNAL_DAMAGED', message: /journal is damaged/ })
  t.strictSame(readdirSync(folder), before)
})
