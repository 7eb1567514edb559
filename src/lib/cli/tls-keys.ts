import { readFileSync } from 'node:fs'
import { messageOf, TradeError } from '../base/errors.ts'
import type { TlsKeys } from '../io/tls-door.ts'
import { EXIT } from './exit.ts'

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new TradeError('TLS_FILE_BAD', `cannot read '${path}': ${messageOf(error)}`, { exit: EXIT.credentials, cause: error })
  }
}

/** Certificate and key from their files; undefined when no file is named. A file that cannot be read: exit code 4. */
export const tlsKeys = (cert: string | undefined, key: string | undefined): TlsKeys | undefined =>
  cert === undefined || key === undefined ? undefined : { cert: read(cert), key: read(key) }
