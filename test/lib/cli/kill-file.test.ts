import { statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { dropKillFile } from '../../../src/lib/cli/kill-file.ts'
import { findPlaces, preparePlaces } from '../../../src/lib/io/run-directory.ts'

t.test('drops a private file KILL into the run-time folder, also twice', async (t) => {
  const places = findPlaces({ dir: t.testdir() })
  preparePlaces(places)
  dropKillFile(places)
  dropKillFile(places)
  t.equal(statSync(join(places.run, 'KILL')).mode & 0o777, 0o600)
})
