import { parseMoney } from '../../../lib/base/money.ts'
import { fail, ok, type Result } from '../../../lib/base/result.ts'
import { type Money, money } from '../../../lib/base/units.ts'
import { msOf, type Turn } from '../events.ts'
import { accountPosition } from '../spot/execution-report.ts'
import { venueAmount } from '../spot/texts.ts'
import type { Venue } from '../venue.ts'
import { type Account, credit, freeOf, lock } from './accounts.ts'
import { paidAsset } from './amounts.ts'

/** What moves an amount without a trade. */
export type TransferKind = 'deposit' | 'withdraw' | 'lock' | 'unlock'

/** An amount that moves; decimal string. */
export interface TransferWish {
  readonly account: string
  readonly kind: TransferKind
  readonly asset: string
  readonly amount: string
}

interface Rule {
  readonly event: 'balanceUpdate' | 'externalLockUpdate'
  readonly sign: 1n | -1n
  readonly apply: (account: Account, asset: string, amount: Money) => void
}

/** `amount` has the sign of its kind already. */
const RULES: Readonly<Record<TransferKind, Rule>> = {
  deposit: { event: 'balanceUpdate', sign: 1n, apply: credit },
  withdraw: { event: 'balanceUpdate', sign: -1n, apply: credit },
  lock: { event: 'externalLockUpdate', sign: 1n, apply: lock },
  unlock: { event: 'externalLockUpdate', sign: -1n, apply: lock },
}

/** Names of the kinds. */
export const TRANSFER_KINDS = Object.keys(RULES) as readonly TransferKind[]

/** Moves an amount of an account; nobody is told. */
export const applyTransfer = (
  account: Account,
  { kind, asset, amount }: { readonly kind: TransferKind; readonly asset: string; readonly amount: Money },
): void => {
  const { sign, apply } = RULES[kind]
  apply(account, asset, money(sign * amount))
}

/** What is locked of an asset by other than its orders. */
const lockedOutside = ({ store }: Venue, account: Account, asset: string): bigint =>
  store
    .openOrders(account.name)
    .filter((order) => paidAsset(order) === asset)
    .reduce((left, { locked }) => left - locked, (account.balances.get(asset)?.locked ?? 0n) as bigint)

const available = (venue: Venue, account: Account, { kind, asset }: TransferWish): bigint | null => {
  if (kind === 'deposit') return null
  return kind === 'unlock' ? lockedOutside(venue, account, asset) : freeOf(account, asset)
}

/** Moves an amount, writes it down and tells whoever watches the account. */
export const transfer = (venue: Venue, wish: TransferWish, turn: Turn): Result<TransferWish> => {
  const { account: name, kind, asset } = wish
  const account = venue.accounts.get(name)
  if (account === undefined) return fail(`'account' ${name} is none of ${[...venue.accounts.keys()].join(', ')}`)
  if (!/^[A-Z0-9]{1,20}$/.test(asset)) return fail(`'asset' ${asset} is no name of an asset`)
  const amount = parseMoney(wish.amount)
  if (amount === null || amount <= 0n) return fail(`'amount' ${wish.amount} is no amount`)
  const most = available(venue, account, wish)
  if (most !== null && amount > most) return fail(`'amount' ${wish.amount} is more than there is to ${kind}`)
  const atMs = msOf(turn)
  applyTransfer(account, { kind, asset, amount })
  account.updatedMs = atMs
  venue.truth.write(turn, 'transfer', { ...wish, atMs })
  const { event, sign } = RULES[kind]
  venue.users.notify(name, { e: event, E: atMs, a: asset, d: venueAmount(money(sign * amount)), T: atMs }, turn)
  venue.users.notify(name, accountPosition(account, [asset], atMs), turn)
  venue.desk.settleTruth(turn)
  return ok(wish)
}
