import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import t from 'tap'
import { mainPath } from '../../../src/lib/cli/main-path.ts'

t.test('is the entry in its source form where that is what runs', async (t) => {
  t.equal(basename(mainPath()), 'main.ts')
  t.equal(existsSync(mainPath()), true)
})
