import { statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { recordsIn, shell, stackDir, trade } from '../../kit/cli.ts'

t.test('a key is kept for its owner alone, listed without its secret, and forgotten', async (t) => {
  const dir = stackDir(t)
  const add = (name: string, text: string, ...flags: string[]) => shell(`printf '${text}' | trade keys add ${name} --dir ${dir} ${flags.join(' ')}`)
  t.match(await add('binance', 'abcdefghijklmnop\\nsecret-of-mine\\n'), { code: 0, stdout: /"apiKey":"abcd\.\.\.mnop"/, stderr: /trade keys test binance/ })
  const path = join(dir, 'credentials', 'binance.json')
  t.equal(statSync(path).mode & 0o777, 0o600)
  t.match(await add('binance', 'other\\nsecret\\n'), { code: 4, stderr: /kept already/ })
  t.match(await add('binance', '{"apiKey":"other","secret":"s"}', '--force'), { code: 0 })
  t.match(await add('bad', 'only-one-line\\n'), { code: 65, stderr: /there is no secret/ })
  t.match(await add('pem', 'k\\n-----BEGIN PRIVATE KEY-----\\nx\\n'), { code: 4, stderr: /private key cannot be read/ })
  const listed = await trade(['keys', 'ls', '--dir', dir])
  t.match(recordsIn(listed.stdout), [{ type: 'key', name: 'binance', ok: true, form: 'hmac' }])
  t.notMatch(listed.stdout, /secret/)
  t.match(await trade(['keys', 'rm', 'binance', '--dir', dir]), { code: 2, stderr: /stays/ })
  t.match(await trade(['keys', 'rm', 'binance', '--yes', '--dir', dir]), { code: 0 })
  t.equal((await trade(['keys', 'ls', '--dir', dir])).stdout, '')
})
