import t from 'tap'
import { stackDir, trade } from '../../kit/cli.ts'

t.test('ends with 4 when there is no such key, and never leaves its folder', async (t) => {
  t.match(await trade(['keys', 'rm', 'none', '--yes', '--dir', stackDir(t)]), { code: 4, stderr: /no key 'none' is kept/ })
  t.match(await trade(['keys', 'rm', '../x', '--yes', '--dir', stackDir(t)]), { code: 4, stderr: /is no name of a key/ })
})
