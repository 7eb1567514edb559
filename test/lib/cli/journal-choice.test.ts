import { join } from 'node:path'
import t from 'tap'
import { journalFolder, surveyFolder } from '../../../src/lib/cli/journal-choice.ts'
import { findPlaces } from '../../../src/lib/io/run-directory.ts'
import { writtenJournal } from '../../kit/written-journal.ts'

t.test('finds a journal by its folder or by its service', async (t) => {
  const dir = t.testdir()
  const folder = await writtenJournal(dir)
  const places = () => findPlaces({ dir })
  t.equal(journalFolder({ folder }, places), folder)
  t.equal(journalFolder({ svc: 'exec' }, places), folder)
  t.equal([...surveyFolder(folder)].flatMap(({ frames }) => frames).length, 31)
})

t.test('refuses a choice that is none', async (t) => {
  const dir = t.testdir()
  const places = () => findPlaces({ dir })
  t.throws(() => journalFolder({}, places), { exit: 2, code: 'USAGE' })
  t.throws(() => journalFolder({ folder: dir, svc: 'exec' }, places), { exit: 2, code: 'USAGE' })
  t.throws(() => journalFolder({ svc: 'exec' }, places), { exit: 2, message: `'${join(dir, 'data/exec/journal')}' holds no journal` })
})
