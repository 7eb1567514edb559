import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { lastWords } from '../../../src/lib/cli/last-words.ts'

const GOOD = '{"level":"info","msg":"ready"}'

t.test('finds the last complaint, of a log record or of a command that ended', (t) => {
  const path = join(t.testdir(), 'md.ndjson')
  const cases: ReadonlyArray<readonly [string[], string | null]> = [
    [['{"level":"error","msg":"first"}', GOOD], 'first'],
    [['{"level":"error","msg":"first"}', 'error: second (HELD)', 'try: trade status', GOOD], 'second (HELD)'],
    [['error: first (HELD)', '{"level":"fatal","msg":"second"}', '{"level":"err'], 'second'],
    [[GOOD, '{"level":"warn","msg":"slow"}', '{"level":"error"}'], null],
    [[], null],
  ]
  for (const [lines, complaint] of cases) {
    writeFileSync(path, `${lines.join('\n')}\n`)
    t.equal(lastWords(path), complaint)
  }
  t.end()
})

t.test('looks at the end of a long log only', (t) => {
  const path = join(t.testdir(), 'md.ndjson')
  writeFileSync(path, `error: long ago (OLD)\n${`${GOOD}\n`.repeat(1_000)}`)
  t.equal(lastWords(path), null)
  writeFileSync(path, `${`${GOOD}\n`.repeat(1_000)}error: just now (NEW)\n`)
  t.equal(lastWords(path), 'just now (NEW)')
  t.end()
})

t.test('says nothing of a log that is not there', (t) => {
  t.equal(lastWords(join(t.testdir(), 'none.ndjson')), null)
  t.end()
})
