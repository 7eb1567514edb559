import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { VERSION } from '../../../src/lib/cli/version.ts'

t.test('is the version of the package', async (t) => {
  t.equal(VERSION, JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')).version)
  t.match(VERSION, /^\d+\.\d+\.\d+/)
})
