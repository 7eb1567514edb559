import t from 'tap'
import { tlsKeys } from '../../../src/lib/cli/tls-keys.ts'

t.test('reads both files, and refuses one that is not there with exit code 4', async (t) => {
  const file = new URL('../../fixtures/loopback-cert.pem', import.meta.url).pathname
  t.match(tlsKeys(file, file), { cert: /BEGIN CERTIFICATE/, key: /BEGIN CERTIFICATE/ })
  t.equal(tlsKeys(undefined, undefined), undefined)
  t.throws(() => tlsKeys('/nowhere/cert.pem', file), { code: 'TLS_FILE_BAD', exit: 4, message: /cannot read '\/nowhere\/cert.pem'/ })
})
