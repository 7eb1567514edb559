import { chmodSync, copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { tlsKeys } from '../../../src/lib/cli/tls-keys.ts'

const fixture = (name: string): string => new URL(`../../fixtures/${name}`, import.meta.url).pathname
const cert = fixture('loopback-cert.pem')

const privateKey = (folder: string): string => {
  const path = join(folder, 'key.pem')
  copyFileSync(fixture('loopback-key.pem'), path)
  chmodSync(path, 0o600)
  return path
}

t.test('reads both files, and refuses one that is not there with exit code 4', async (t) => {
  const key = privateKey(t.testdir())
  t.match(tlsKeys(cert, key), { cert: /BEGIN CERTIFICATE/, key: /BEGIN (EC )?PRIVATE KEY/ })
  t.equal(tlsKeys(undefined, undefined), undefined)
  t.throws(() => tlsKeys('/nowhere/cert.pem', key), {
    code: 'TLS_FILE_BAD',
    exit: 4,
    message: "cannot read '/nowhere/cert.pem': there is no such file or folder",
  })
})

t.test('refuses what is no certificate or not its key', async (t) => {
  const folder = t.testdir()
  const key = privateKey(folder)
  const junk = join(folder, 'junk.pem')
  writeFileSync(junk, 'junk', { mode: 0o600 })
  const copy = join(folder, 'cert.pem')
  copyFileSync(cert, copy)
  chmodSync(copy, 0o600)
  t.throws(() => tlsKeys(junk, key), { code: 'TLS_FILE_BAD', exit: 4, message: `'${junk}' holds no certificate in PEM` })
  for (const bad of [junk, copy]) t.throws(() => tlsKeys(cert, bad), { code: 'TLS_FILE_BAD', exit: 4, message: /does not hold the key of the certificate/ })
})

t.test('refuses a key that others can read', async (t) => {
  const key = privateKey(t.testdir())
  chmodSync(key, 0o644)
  t.throws(() => tlsKeys(cert, key), { code: 'KEY_FILE_OPEN', exit: 4, hint: `chmod 600 ${key}` })
})
