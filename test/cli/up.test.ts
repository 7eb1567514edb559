import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { pidsOf, stackDir, trade } from '../kit/cli.ts'

t.test('gives the exit code and the words of the daemon that does not start, and leaves no process', async (t) => {
  const dir = stackDir(t)
  const recording = join(dir, 'broken.gz')
  writeFileSync(recording, Uint8Array.of(0x1f, 0x8b, 1, 2, 3, 4, 5, 6))
  t.match(await trade(['up', '--bg', '--dir', dir, '--recording', recording]), {
    code: 65,
    stdout: '',
    stderr: /'sim' did not start: exit code 65 .*recording '.*broken\.gz' is damaged at line 1/,
  })
  t.strictSame(pidsOf(dir), [])
})

t.test('ends with 65 at a missing recording and with 2 at a duration that is none', async (t) => {
  const dir = stackDir(t)
  t.match(await trade(['up', '--dir', dir, '--recording', join(dir, 'none.gz')]), {
    code: 65,
    stdout: '',
    stderr: /none\.gz' does not exist \(RECORDING_MISSING\)/,
  })
  t.match(await trade(['up', '--wait', 'long', '--dir', dir]), { code: 2, stdout: '', stderr: /'--wait' long is no duration \(USAGE\)/ })
})
