import { statSync } from 'node:fs'
import { TradeError } from '../base/errors.ts'
import { readJsonFile } from '../io/json-file.ts'
import { type ClientPublicKey, clientPublicKey } from '../io/signature-check.ts'
import { EXIT } from './exit.ts'

/** An account of the simulator with its key. */
export interface AccountKey {
  readonly name: string
  readonly apiKey: string
  /** Empty when the account signs with a pair of keys. */
  readonly secret: string
  /** Public half of the account's keys. */
  readonly publicKey?: ClientPublicKey
  /** Opening amounts by asset, decimal strings. */
  readonly balances?: Readonly<Record<string, string>>
}

/** The account that exists without any flag; its key is no secret. */
export const DEFAULT_ACCOUNT: AccountKey = { name: 'sim', apiKey: 'sim-key', secret: 'sim-secret' }

/** What a key file holds. */
export const KEY_FILE = '{"apiKey":"k","secret":"s"} or {"apiKey":"k","publicKey":"PEM"}, and "balances":{"USDT":"1000"} if wanted'

const badFile = (path: string, problem: string): TradeError =>
  new TradeError('KEY_FILE_BAD', `key file '${path}' ${problem}`, { exit: EXIT.credentials, hint: `a file like ${KEY_FILE}` })

const AMOUNT = /^\d{1,30}(?:\.\d{1,18})?$/

const amountsOf = (path: string, value: unknown): Record<string, string> => {
  const entries = Object.entries(Object(value)).map(([asset, amount]): [string, string] => [asset, String(amount)])
  if (entries.length === 0 || entries.some(([asset, amount]) => !/^[A-Z0-9]{1,20}$/.test(asset) || !AMOUNT.test(amount)))
    throw badFile(path, "has 'balances' that are no amounts by asset")
  return Object.fromEntries(entries)
}

const fromFile = (name: string, path: string): AccountKey => {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode
  if (mode === undefined) throw badFile(path, 'does not exist')
  if ((mode & 0o077) !== 0)
    throw new TradeError('KEY_FILE_OPEN', `key file '${path}' can be read by others`, { exit: EXIT.credentials, hint: `chmod 600 ${path}` })
  const document = readJsonFile(path)
  const { apiKey, secret, publicKey, balances } = Object(document.ok ? document.value : null) as { readonly [name: string]: unknown }
  const amounts = balances === undefined ? {} : { balances: amountsOf(path, balances) }
  if (typeof apiKey === 'string' && typeof publicKey === 'string') {
    const key = clientPublicKey(publicKey)
    if (key === null) throw badFile(path, "has a 'publicKey' that is no Ed25519 or RSA key")
    return { name, apiKey, secret: '', publicKey: key, ...amounts }
  }
  if (typeof apiKey !== 'string' || typeof secret !== 'string') throw badFile(path, "lacks 'apiKey' or 'secret'")
  return { name, apiKey, secret, ...amounts }
}

/** `NAME:KEYFILE` or `NAME:KEY:SECRET`; the second form is for simulators only, whose keys are no secrets. */
export const parseAccount = (text: string): AccountKey => {
  const [name, first, secret, more] = text.split(':')
  if (!name || !first || more !== undefined)
    throw new TradeError('USAGE', `'--account' ${text} is no account`, { exit: EXIT.usage, hint: 'NAME:KEYFILE or NAME:KEY:SECRET' })
  return secret === undefined ? fromFile(name, first) : { name, apiKey: first, secret }
}
