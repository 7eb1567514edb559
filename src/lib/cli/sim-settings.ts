import { TradeError } from '../base/errors.ts'
import { FAULT_NAMES, type FaultPlan, parseFaults } from '../contracts/faults.ts'
import { EXIT } from './exit.ts'

const WINDOWS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 }

const usage = (message: string, hint: string): TradeError => new TradeError('USAGE', message, { exit: EXIT.usage, hint })

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
