import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openRecordLog } from '../../../src/lib/io/record-log.ts'

const read = (path: string): string => readFileSync(path, 'utf8')

t.test('appends one line a record, at once, for its owner alone', (t) => {
  const path = join(t.testdir(), 'truth.ndjson')
  const log = openRecordLog(path)
  log.append({ seq: 1, type: 'fill' })
  t.equal(read(path), '{"seq":1,"type":"fill"}\n')
  log.append({ seq: 2, text: 'é\n' })
  t.equal(read(path).split('\n').length, 3)
  t.equal(statSync(path).mode & 0o777, 0o600)
  log.close()
  log.close()
  const again = openRecordLog(path)
  again.append({ seq: 3 })
  again.close()
  t.strictSame(
    read(path)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).seq),
    [1, 2, 3],
  )
  t.end()
})

t.test('cuts a last line that was torn, wherever its line feed was lost', (t) => {
  const path = join(t.testdir(), 'truth.ndjson')
  const whole = '{"seq":1}\n'
  for (const torn of ['{', '{"seq":2}', 'x'.repeat(65_536), 'x'.repeat(200_000), '']) {
    writeFileSync(path, whole)
    appendFileSync(path, torn)
    openRecordLog(path).close()
    t.equal(read(path), whole, `${torn.length} torn bytes`)
  }
  writeFileSync(path, '{"seq":')
  openRecordLog(path).close()
  t.equal(read(path), '', 'also when it is the only one')
  t.end()
})

t.test('keeps lines that end exactly at the border of what it reads', (t) => {
  const path = join(t.testdir(), 'truth.ndjson')
  const whole = `${'y'.repeat(65_535)}\n`
  writeFileSync(path, `${whole}${'z'.repeat(65_536)}`)
  openRecordLog(path).close()
  t.equal(read(path), whole)
  t.end()
})

t.test('follows no symbolic link', (t) => {
  const folder = t.testdir({ real: '', link: t.fixture('symlink', 'real') })
  t.throws(() => openRecordLog(join(folder, 'link')), { code: 'ELOOP' })
  t.end()
})
