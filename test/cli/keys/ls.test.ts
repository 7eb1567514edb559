import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { stackDir, trade } from '../../kit/cli.ts'

t.test('ends with 4 when others can read a key', async (t) => {
  const dir = stackDir(t)
  mkdirSync(join(dir, 'credentials'))
  const path = join(dir, 'credentials', 'x.json')
  writeFileSync(path, '{"apiKey":"a","secret":"b"}')
  chmodSync(path, 0o644)
  t.match(await trade(['keys', 'ls', '--dir', dir]), { code: 4, stdout: /"ok":false,"problem":"cannot use credentials/ })
})
