import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readJsonFile, writeJsonFile } from '../../../src/lib/io/json-file.ts'

t.test('replaces a document as a whole, for the owner alone, and leaves nothing else behind', async (t) => {
  const folder = t.testdir()
  const path = join(folder, 'a.json')
  writeJsonFile(path, { first: 1 })
  writeJsonFile(path, { second: 2 })
  t.strictSame(readJsonFile(path), { ok: true, value: { second: 2 } })
  t.equal(statSync(path).mode & 0o777, 0o600)
  t.strictSame(readdirSync(folder), ['a.json'])
})

t.test('says why a document cannot be read', async (t) => {
  const folder = t.testdir({ 'half.json': '{"a":' })
  t.match(readJsonFile(join(folder, 'half.json')), { ok: false, error: /^malformed json/ })
  t.match(readJsonFile(join(folder, 'none.json')), { ok: false, error: /ENOENT/ })
})

t.test('removes its temporary file when it fails', async (t) => {
  const folder = t.testdir({ 'a.json': {} })
  t.throws(() => writeJsonFile(join(folder, 'a.json'), {}))
  t.strictSame(readdirSync(folder), ['a.json'])
})
