import { readFileSync, statSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { TradeError } from '../base/errors.ts'
import { fileReason } from '../io/file-reason.ts'
import type { TlsKeys } from '../io/tls-door.ts'
import { EXIT } from './exit.ts'

const refuse = (message: string, cause: unknown): TradeError => new TradeError('TLS_FILE_BAD', message, { exit: EXIT.credentials, cause })

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw refuse(`cannot read '${path}': ${fileReason(error)}`, error)
  }
}

const readKey = (path: string): string => {
  const text = read(path)
  if ((statSync(path).mode & 0o077) === 0) return text
  throw new TradeError('KEY_FILE_OPEN', `key file '${path}' can be read by others`, { exit: EXIT.credentials, hint: `chmod 600 ${path}` })
}

/** What TLS makes of a certificate or of it with its key. */
const check = (keys: { readonly cert: string; readonly key?: string }, problem: string): void => {
  try {
    createSecureContext(keys)
  } catch (error) {
    throw refuse(problem, error)
  }
}

/** Certificate and key from their files; undefined when no file is named. Files that cannot be read or do not belong together, and a key that others can read: exit code 4. */
export const tlsKeys = (cert: string | undefined, key: string | undefined): TlsKeys | undefined => {
  if (cert === undefined || key === undefined) return undefined
  const keys = { cert: read(cert), key: readKey(key) }
  check({ cert: keys.cert }, `'${cert}' holds no certificate in PEM`)
  check(keys, `'${key}' does not hold the key of the certificate '${cert}' in PEM`)
  return keys
}
