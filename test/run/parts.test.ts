import { resolve } from 'node:path'
import t from 'tap'
import { trackedFiles } from '../check/files.ts'
import { filesOf, parts, partsOf } from './parts.ts'

const files = filesOf(trackedFiles(resolve(import.meta.dirname, '../..')), [])

t.test('puts every file of the suite into exactly one part', async (t) => {
  t.ok(files.length > 5)
  t.same(
    files.filter((file) => partsOf(file).length !== 1),
    [],
  )
})

t.test('gives the whole suite when all parts are named', async (t) => {
  t.same(filesOf(files, Object.keys(parts)), files)
})

t.test('gives only the files of the named parts', async (t) => {
  const some = ['src/lib/a.ts', 'test/lib/a.test.ts', 'test/lib/fixture.ts', 'test/daemons/md/core.test.ts']
  t.same(filesOf(some, ['md']), ['test/daemons/md/core.test.ts'])
  t.same(filesOf(some, []), ['test/lib/a.test.ts', 'test/daemons/md/core.test.ts'])
})
