import { Buffer } from 'node:buffer'
import { createHmac, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs'
import process from 'node:process'
import { TradeError } from '../base/errors.ts'
import { fromLine } from '../codec/json.ts'
import type { Signer } from '../ports/signer.ts'
import { Secret } from './secret.ts'

/** Signature of `payload` as lower-case hex, the venue's form for HMAC keys. */
export const hmacSha256Hex = (secret: string, payload: string): string => createHmac('sha256', secret).update(payload, 'utf8').digest('hex')

/** What a credentials file holds: the secret of an HMAC key, or an Ed25519 or RSA private key as PEM. */
export interface Credentials {
  readonly apiKey: string
  readonly secret: Secret
  readonly form: 'hmac' | 'pem'
}

const FILE_BYTES_MAX = 64 * 1024

const refuse = (path: string, problem: string, hint?: string): TradeError =>
  new TradeError('CREDENTIALS', `cannot use credentials '${path}': ${problem}`, { category: 'fatal', exit: 4, ...(hint === undefined ? {} : { hint }) })

const problemOf = (stats: Stats): string | undefined => {
  const ownId = process.getuid?.() ?? stats.uid
  if (!stats.isFile()) return 'it is no file'
  if (stats.uid !== ownId) return `it belongs to user ${stats.uid}, expected ${ownId}`
  if ((stats.mode & 0o077) !== 0) return `its mode is ${(stats.mode & 0o777).toString(8)}, expected 600`
  return stats.size > FILE_BYTES_MAX ? `it has ${stats.size} bytes, the limit is ${FILE_BYTES_MAX}` : undefined
}

const open = (path: string): number => {
  try {
    // Tests and reads the same file: a name could be pointed elsewhere in between.
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    throw refuse(path, code === 'ELOOP' ? 'it is a symbolic link' : code)
  }
}

const readPrivate = (path: string): string => {
  const fd = open(path)
  try {
    const problem = problemOf(fstatSync(fd))
    if (problem !== undefined) throw refuse(path, problem, `chmod 600 '${path}'`)
    return readFileSync(fd, 'utf8')
  } finally {
    closeSync(fd)
  }
}

const textIn = (document: unknown, name: string): string | undefined => {
  const value: unknown = typeof document === 'object' && document !== null ? Reflect.get(document, name) : undefined
  return typeof value === 'string' && value.length > 0 ? value : undefined
}

/** Reads `{"apiKey": ..., "secret": ...}` or `{"apiKey": ..., "privateKey": PEM}`; CREDENTIALS (exit 4) unless it is our own plain file, closed to everybody else. */
export const readCredentials = (path: string): Credentials => {
  const document = fromLine(readPrivate(path))
  // The parser's message would quote the file.
  if (!document.ok) throw refuse(path, 'it is no json')
  const apiKey = textIn(document.value, 'apiKey')
  const privateKey = textIn(document.value, 'privateKey')
  const secret = privateKey ?? textIn(document.value, 'secret')
  if (apiKey === undefined || secret === undefined) throw refuse(path, `'${apiKey === undefined ? 'apiKey' : 'secret'}' is missing`)
  return { apiKey, secret: new Secret(secret), form: privateKey === undefined ? 'hmac' : 'pem' }
}

/** Digest by type of private key: Ed25519 has its own. */
const DIGESTS: ReadonlyMap<string | undefined, string | null> = new Map([
  ['ed25519', null],
  ['rsa', 'sha256'],
])

const keyOf = (secret: Secret): KeyObject => {
  try {
    return createPrivateKey(secret.reveal())
  } catch {
    // The parser's message would quote the key.
    throw new TradeError('CREDENTIALS', 'the private key cannot be read', { category: 'fatal', exit: 4, hint: 'give an unencrypted PEM' })
  }
}

const pemSigner = ({ apiKey, secret }: Credentials): Signer => {
  const key = keyOf(secret)
  const digest = DIGESTS.get(key.asymmetricKeyType)
  if (digest === undefined) {
    throw new TradeError('CREDENTIALS', `a key of type '${key.asymmetricKeyType}' signs nothing here`, {
      category: 'fatal',
      exit: 4,
      hint: 'use ed25519 or rsa',
    })
  }
  return { apiKey, sign: (payload) => sign(digest, Buffer.from(payload, 'utf8'), key).toString('base64') }
}

/** Signs with what the credentials hold; the key never leaves this closure. */
export const signerOf = (credentials: Credentials): Signer => (credentials.form === 'pem' ? pemSigner(credentials) : hmacSigner(credentials))

/** Signs with HMAC-SHA256. */
const hmacSigner = ({ apiKey, secret }: Pick<Credentials, 'apiKey' | 'secret'>): Signer => ({
  apiKey,
  sign: (payload) => hmacSha256Hex(secret.reveal(), payload),
})
