import { generateKeyPairSync } from 'node:crypto'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { parseAccount } from '../../../src/lib/cli/sim-accounts.ts'

const keyFile = (t: Test, text: string, mode = 0o600): string => {
  const path = join(t.testdir({ 'key.json': text }), 'key.json')
  chmodSync(path, mode)
  return path
}

t.test('reads an account with its key from the flag or from a file', async (t) => {
  t.strictSame(parseAccount('main:key:secret'), { name: 'main', apiKey: 'key', secret: 'secret' })
  t.strictSame(parseAccount(`main:${keyFile(t, '{"apiKey":"k","secret":"s"}')}`), { name: 'main', apiKey: 'k', secret: 's' })
})

t.test('takes opening amounts from a key file', async (t) => {
  const path = keyFile(t, '{"apiKey":"k","secret":"s","balances":{"USDT":"5","BNB":1.5}}')
  t.strictSame(parseAccount(`main:${path}`), { name: 'main', apiKey: 'k', secret: 's', balances: { USDT: '5', BNB: '1.5' } })
  for (const balances of ['{}', '7', '{"usdt":"1"}', '{"USDT":"-1"}'])
    t.throws(() => parseAccount(`main:${keyFile(t, `{"apiKey":"k","secret":"s","balances":${balances}}`)}`), { code: 'KEY_FILE_BAD', exit: 4 }, balances)
})

t.test('takes the public half of a pair of keys from a key file', async (t) => {
  const pem = String(generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }))
  const path = keyFile(t, JSON.stringify({ apiKey: 'k', publicKey: pem }))
  t.strictSame(parseAccount(`main:${path}`), { name: 'main', apiKey: 'k', secret: '', publicKey: { kind: 'ed25519', pem } })
  t.throws(() => parseAccount(`main:${keyFile(t, '{"apiKey":"k","publicKey":"x"}')}`), { code: 'KEY_FILE_BAD', message: /no Ed25519 or RSA key/ })
})

t.test('refuses half an account with exit code 2', async (t) => {
  for (const text of ['main', ':key:secret', 'main:', 'main:a:b:c']) t.throws(() => parseAccount(text), { code: 'USAGE', exit: 2 }, text)
})

t.test('refuses a key file that others can read, or that holds no key, with exit code 4', async (t) => {
  const open = keyFile(t, '{"apiKey":"k","secret":"s"}', 0o640)
  t.throws(() => parseAccount(`main:${open}`), { code: 'KEY_FILE_OPEN', exit: 4, hint: `chmod 600 ${open}` })
  for (const text of ['{"apiKey":"k"}', 'null', '{"apiKey":1,"secret":"s"}', 'k:s'])
    t.throws(
      () => parseAccount(`main:${keyFile(t, text)}`),
      { code: 'KEY_FILE_BAD', exit: 4, message: /lacks 'apiKey' or 'secret'$/, hint: /"apiKey":"k","secret"/ },
      text,
    )
  t.throws(() => parseAccount('main:/nowhere/key.json'), { code: 'KEY_FILE_BAD', exit: 4, message: "key file '/nowhere/key.json' does not exist" })
})
