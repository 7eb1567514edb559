import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { blockingOutput } from '../../../src/lib/io/blocking-output.ts'

t.test('has written when write returns', async (t) => {
  const path = join(mkdtempSync(join(t.testdir(), 'out-')), 'out')
  const fd = openSync(path, 'w')
  blockingOutput(fd).write('a line\n')
  t.equal(readFileSync(path, 'utf8'), 'a line\n')
  closeSync(fd)
})

t.test('waits for a slow reader with everything, and loses nothing', async (t) => {
  const code = `import { blockingOutput } from '${join(import.meta.dirname, '../../../src/lib/io/blocking-output.ts')}'
    const out = blockingOutput(1)
    for (let n = 0; n < 20_000; n++) out.write('x'.repeat(99) + '\\n')
    process.stderr.write(String(out.writableLength))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code])
  const [out, said] = await Promise.all([text(child.stdout), text(child.stderr)])
  t.equal(out.length, 2_000_000)
  t.equal(said, '0')
})

t.test('tells that the reader has gone', async (t) => {
  const fd = openSync('/dev/full', 'w')
  const out = blockingOutput(fd)
  const failed = new Promise<Error>((done) => void out.once('error', done))
  out.write('x')
  t.match(await failed, { code: 'ENOSPC' })
  closeSync(fd)
})
