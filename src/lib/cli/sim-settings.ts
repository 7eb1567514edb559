import { statSync } from 'node:fs'
import { TradeError } from '../base/errors.ts'
import { FAULT_NAMES, type FaultPlan, parseFaults } from '../contracts/faults.ts'
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

const WINDOWS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 }

const usage = (message: string, hint: string): TradeError => new TradeError('USAGE', message, { exit: EXIT.usage, hint })

const badFile = (path: string, problem: string): TradeError => new TradeError('KEY_FILE_BAD', `key file '${path}' ${problem}`, { exit: EXIT.credentials })

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
  if (!name || !first || more !== undefined) throw usage(`'--account' ${text} is no account`, 'NAME:KEYFILE or NAME:KEY:SECRET')
  return secret === undefined ? fromFile(name, first) : { name, apiKey: first, secret }
}

const LIMIT_HINT = 'weight=6000/1m,orders=100/10s,openOrders=200,ordersPerDay=160000,raw=300000,ban=20'

/** Limits that have no window of their choice. */
const PLAIN_LIMITS: Readonly<Record<string, string>> = {
  openOrders: 'openOrdersCount',
  ordersPerDay: 'ordersPerDayCount',
  raw: 'rawPer5MinutesCount',
  ban: 'banAfterCount',
}

const plainLimit = (part: string): readonly [string, number] | null => {
  const [, name = '', count] = /^(\w+)=(\d{1,9})$/.exec(part) ?? []
  const field = Object.hasOwn(PLAIN_LIMITS, name) ? PLAIN_LIMITS[name] : undefined
  return field === undefined ? null : [field, Number(count)]
}

/** `weight=6000/1m,orders=100/10s,openOrders=200` as the simulator's limits. */
export const parseLimits = (text: string | undefined): Record<string, number> => {
  const limits: Record<string, number> = {}
  for (const part of text?.split(',') ?? []) {
    const plain = plainLimit(part)
    if (plain !== null) {
      limits[plain[0]] = plain[1]
      continue
    }
    const match = /^(weight|orders)=(\d{1,9})\/(\d{1,4})(s|m|h)$/.exec(part)
    if (match === null) throw usage(`'--limits' ${part} is no limit`, LIMIT_HINT)
    const [, name, count, windows, unit = ''] = match
    limits[`${name}Count`] = Number(count)
    limits[`${name}WindowMs`] = Number(windows) * (WINDOWS_MS[unit] ?? 0)
  }
  return limits
}

/** The asset of `BNB` or `BNB:USDT=600,BTC=0.01`, with the prices to use where no market tells one. */
export const parseFeeAsset = (text: string): { readonly asset: string; readonly prices: Record<string, string> } => {
  const [, asset = '', list = ''] = /^([A-Za-z0-9]{1,20})(?::(.+))?$/.exec(text) ?? []
  const pairs = list === '' ? [] : list.split(',').map((part) => /^([A-Z0-9]{1,20})=(\d{1,30}(?:\.\d{1,18})?)$/.exec(part))
  if (asset === '' || pairs.includes(null)) throw usage(`'--fee-asset' ${text} is no asset with prices`, 'BNB or BNB:USDT=600,BTC=0.01')
  return { asset: asset.toUpperCase(), prices: Object.fromEntries(pairs.flatMap((pair) => (pair === null ? [] : [[pair[1] ?? '', pair[2] ?? '']]))) }
}

/** `drop:1%,delay:50ms` as a plan of faults. */
export const faultPlan = (text: string | undefined): FaultPlan => {
  const plan = parseFaults(text ?? '')
  if (plan.ok) return plan.value
  throw usage(`'--fault' ${text}: ${plan.error}`, FAULT_NAMES.join(' '))
}
