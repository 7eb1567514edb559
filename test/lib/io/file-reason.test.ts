import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { fileReason } from '../../../src/lib/io/file-reason.ts'

t.test('says in words why a file failed, and shows what it has no words for', async (t) => {
  const dir = t.testdir()
  mkdirSync(join(dir, 'folder'))
  writeFileSync(join(dir, 'file'), '')
  const tries: ReadonlyArray<readonly [string, () => void]> = [
    ['there is no such file or folder', () => void readFileSync(join(dir, 'none'))],
    ['it is a folder', () => void readFileSync(join(dir, 'folder'))],
    ['it exists, and is never overwritten', () => writeFileSync(join(dir, 'file'), '', { flag: 'wx' })],
  ]
  for (const [reason, run] of tries) {
    try {
      run()
      t.fail(reason)
    } catch (error) {
      t.equal(fileReason(error), reason)
    }
  }
  t.equal(fileReason(new Error('odd')), 'odd')
})
