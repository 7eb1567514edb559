import { TradeError } from '../base/errors.ts'
import { EXIT } from './exit.ts'
import type { AccountKey } from './sim-accounts.ts'

const usage = (message: string, hint: string): TradeError => new TradeError('USAGE', message, { exit: EXIT.usage, hint })

const BALANCES: Readonly<Record<string, string>> = { USDT: '100000', BTC: '2' }
const AMOUNT = /^([A-Z0-9]{1,20})=(\d{1,30}(?:\.\d{1,18})?)$/

const parseBalance = (text: string): readonly [string, Record<string, string>] => {
  const [name = '', list = ''] = text.split(':')
  const amounts = list.split(',').map((part) => AMOUNT.exec(part))
  const balances: Record<string, string> = {}
  for (const match of amounts) {
    if (match === null) throw usage(`'--balance' ${text} is no list of amounts`, 'NAME:USDT=100000,BTC=2')
    const [, asset = '', amount = ''] = match
    balances[asset] = amount
  }
  return [name, balances]
}

/** Accounts with what they open with: the amounts of `NAME:ASSET=AMOUNT,...`, else those of its key file, else 100,000 USDT and 2 BTC. */
export const openingAccounts = (accounts: readonly AccountKey[], texts: readonly string[]) => {
  const given = new Map(texts.map(parseBalance))
  for (const name of given.keys())
    if (!accounts.some((account) => account.name === name))
      throw usage(`'--balance' names '${name}', which is no account`, accounts.map((account) => account.name).join(' '))
  return accounts.map(({ name, apiKey, balances }) => ({ name, apiKey, balances: given.get(name) ?? balances ?? BALANCES }))
}
