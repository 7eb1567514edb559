import { join } from 'node:path'
import t from 'tap'
import { readDocument, readDocuments, readRecords } from '../../../src/lib/cli/run-files.ts'

t.test('reads the records of an NDJSON file in order', async (t) => {
  const dir = t.testdir({ 'a.ndjson': '{"n":1}\n{"n":2}\n' })
  t.strictSame(readRecords(join(dir, 'a.ndjson')), [{ n: 1 }, { n: 2 }])
})

t.test('leaves out the torn last line of a killed writer', async (t) => {
  for (const torn of ['{"n":3', '{', '{"n":3,"text":"']) {
    const dir = t.testdir({ 'a.ndjson': `{"n":1}\n{"n":2}\n${torn}` })
    t.strictSame(readRecords(join(dir, 'a.ndjson')), [{ n: 1 }, { n: 2 }], torn)
  }
})

t.test('keeps a whole last line that only lacks its line feed', async (t) => {
  const dir = t.testdir({ 'a.ndjson': '{"n":1}\n{"n":2}' })
  t.strictSame(readRecords(join(dir, 'a.ndjson')), [{ n: 1 }, { n: 2 }])
})

t.test('refuses damage elsewhere with exit code 65, naming file and line', async (t) => {
  const damaged: ReadonlyArray<readonly [string, number]> = [
    ['{"n":1}\n{"n":\n{"n":3}\n', 2],
    ['{"n":1}\n\n{"n":3}\n', 2],
    ['\0\0\0\0\n', 1],
    ['{"n":1}\n{"n":2\n', 2],
  ]
  for (const [text, line] of damaged) {
    const path = join(t.testdir({ 'a.ndjson': text }), 'a.ndjson')
    t.throws(() => readRecords(path), { code: 'DATA_DAMAGED', exit: 65, message: new RegExp(`a\\.ndjson' line ${line}: malformed json`) }, JSON.stringify(text))
  }
})

t.test('takes missing files for empty ones', async (t) => {
  const dir = t.testdir()
  t.strictSame(readRecords(join(dir, 'a.ndjson')), [])
  t.strictSame(readDocuments(join(dir, 'counters')), [])
  t.equal(readDocument(join(dir, 'state.json')), null)
})

t.test('reads documents of incarnations by number, not by spelling, and nothing else in their folder', async (t) => {
  const dir = t.testdir({ '10.json': '{"epoch":10}', '9.json': '{"epoch":9}', '11.json.77.tmp': '{"ep', 'notes.txt': 'x' })
  t.strictSame(readDocuments(dir), [{ epoch: 9 }, { epoch: 10 }])
})

t.test('refuses a damaged document with exit code 65', async (t) => {
  const dir = t.testdir({ 'state.json': '{"execSeq":' })
  t.throws(() => readDocument(join(dir, 'state.json')), { code: 'DATA_DAMAGED', exit: 65, message: /state\.json' line 1: malformed json/ })
})
