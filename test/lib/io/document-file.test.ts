import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { documentFile } from '../../../src/lib/io/document-file.ts'

t.test('replaces the document as a whole, for its owner alone', (t) => {
  const folder = t.testdir()
  const path = join(folder, 'counters.json')
  const file = documentFile(path)
  file.replace({ fills: 1, long: 'x'.repeat(1000) })
  file.replace({ fills: 2 })
  t.strictSame(JSON.parse(readFileSync(path, 'utf8')), { fills: 2 })
  t.equal(statSync(path).mode & 0o777, 0o600)
  t.strictSame(readdirSync(folder), ['counters.json'], 'nothing is left beside it')
  t.end()
})
