import { Buffer } from 'node:buffer'
import { generateKeyPairSync, verify } from 'node:crypto'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import t, { type Test } from 'tap'
import { hmacSha256Hex, readCredentials, signerOf } from '../../../src/lib/io/signer.ts'

/** The published sample key of the venue's documentation. */
const secret = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j'
const apiKey = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A'
const rest = (symbol: string): string => `symbol=${symbol}&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559`

t.test('signs the documented samples of the venue', (t) => {
  t.equal(hmacSha256Hex(secret, rest('LTCBTC')), 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71')
  t.equal(hmacSha256Hex(secret, rest(encodeURIComponent('１２３４５６'))), 'e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3')
  const frame = `apiKey=${apiKey}&price=52000.00&quantity=0.01000000&recvWindow=100&side=SELL&symbol=BTCUSDT&timeInForce=GTC&timestamp=1645423376532&type=LIMIT`
  t.equal(hmacSha256Hex(secret, frame), 'aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24')
  t.end()
})

const fileWith = (t: Test, content: string, mode = 0o600): string => {
  const path = join(t.testdir({ 'sim.json': content }), 'sim.json')
  chmodSync(path, mode)
  return path
}

t.test('reads a private file and shows its secret nowhere', (t) => {
  const credentials = readCredentials(fileWith(t, JSON.stringify({ apiKey, secret })))
  const signer = signerOf(credentials)
  t.equal(signer.apiKey, apiKey)
  t.equal(signer.sign(rest('LTCBTC')), hmacSha256Hex(secret, rest('LTCBTC')))
  for (const shown of [
    JSON.stringify(credentials),
    inspect(credentials, { depth: 9, showHidden: true }),
    String(credentials.secret),
    inspect(signer),
    JSON.stringify(signer),
  ]) {
    t.notMatch(shown, secret)
  }
  t.end()
})

t.test('refuses a file that others may read, a link, a folder and a missing one with exit 4', (t) => {
  const good = JSON.stringify({ apiKey, secret })
  t.throws(() => readCredentials(fileWith(t, good, 0o644)), { code: 'CREDENTIALS', exit: 4, message: /its mode is 644, expected 600$/ })
  t.throws(() => readCredentials(fileWith(t, good, 0o640)), { message: /its mode is 640/ })
  const folder = t.testdir({ real: good, link: t.fixture('symlink', 'real') })
  t.throws(() => readCredentials(join(folder, 'link')), { exit: 4, message: /it is a symbolic link$/ })
  t.throws(() => readCredentials(join(folder, 'none')), { exit: 4, message: /ENOENT$/ })
  t.throws(() => readCredentials(folder), { exit: 4, message: /it is no file$/ })
  t.end()
})

t.test('refuses content that is no key, and quotes none of it', (t) => {
  for (const [content, problem] of [
    [`{"secret":"${secret}`, /it is no json$/],
    ['7', /'apiKey' is missing$/],
    [JSON.stringify({ apiKey, secret: '' }), /'secret' is missing$/],
    [JSON.stringify({ secret }), /'apiKey' is missing$/],
  ] as const) {
    const path = fileWith(t, content)
    t.throws(() => readCredentials(path), { exit: 4, message: problem })
    try {
      readCredentials(path)
    } catch (error) {
      t.notMatch(inspect(error, { depth: 9 }), secret)
    }
  }
  t.throws(() => readCredentials(fileWith(t, 'x'.repeat(70_000))), { message: /the limit is 65536$/ })
  t.end()
})

t.test('signs with an Ed25519 and with an RSA key what the public key verifies', (t) => {
  const pairs = [
    [generateKeyPairSync('ed25519'), null],
    [generateKeyPairSync('rsa', { modulusLength: 2048 }), 'sha256'],
  ] as const
  for (const [{ privateKey, publicKey }, digest] of pairs) {
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const credentials = readCredentials(fileWith(t, JSON.stringify({ apiKey, privateKey: pem })))
    const signature = Buffer.from(signerOf(credentials).sign(rest('LTCBTC')), 'base64')
    t.ok(verify(digest, Buffer.from(rest('LTCBTC')), publicKey, signature))
    t.notMatch(inspect(credentials, { depth: 9, showHidden: true }), pem.slice(40, 80))
  }
  t.end()
})

t.test('refuses a private key that it cannot sign with, and quotes none of it', (t) => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  t.throws(() => signerOf(readCredentials(fileWith(t, JSON.stringify({ apiKey, privateKey: pem })))), { exit: 4, message: /type 'ec'/ })
  const broken = readCredentials(fileWith(t, JSON.stringify({ apiKey, privateKey: `x${secret}` })))
  try {
    signerOf(broken)
    t.fail('took a broken key')
  } catch (error) {
    t.notMatch(inspect(error, { depth: 9 }), secret)
  }
  t.end()
})
