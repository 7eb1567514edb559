import { generateKeyPairSync, sign } from 'node:crypto'
import t from 'tap'
import { type ClientPublicKey, clientPublicKey, verifySignature } from '../../../src/lib/io/signature-check.ts'

const payload = 'symbol=BTCUSDT&timestamp=1'
const pemOf = (key: { export(options: { type: 'spki'; format: 'pem' }): string | Uint8Array }): string => String(key.export({ type: 'spki', format: 'pem' }))

t.test('knows signatures of both kinds of key pairs from anything else', async (t) => {
  const pairs = [
    ['ed25519', generateKeyPairSync('ed25519'), null],
    ['rsa', generateKeyPairSync('rsa', { modulusLength: 2_048 }), 'sha256'],
  ] as const
  for (const [kind, { publicKey, privateKey }, digest] of pairs) {
    const key: ClientPublicKey = { kind, pem: pemOf(publicKey) }
    const signature = sign(digest, new TextEncoder().encode(payload), privateKey).toString('base64')
    t.strictSame(clientPublicKey(key.pem), key)
    t.equal(verifySignature(key, payload, signature), true)
    t.equal(verifySignature(key, `${payload}0`, signature), false)
    t.equal(verifySignature(key, payload, 'AAAA'), false)
  }
  t.equal(clientPublicKey('no key'), null)
  t.equal(verifySignature({ kind: 'rsa', pem: 'no key' }, payload, 'AAAA'), false)
})
