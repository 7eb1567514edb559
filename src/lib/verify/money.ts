import { formatMoney, toMoney } from '../base/money.ts'
import { add, type Money, negate, subtract, zeroMoney } from '../base/units.ts'
import type { OrderFilled, Reconciled } from '../contracts/exec.ts'
import type { Evidence, TruthRecord } from './evidence.ts'
import { execEvents } from './execution.ts'
import type { Checker, Violation } from './violation.ts'

const put = (sums: Map<string, Money>, key: string, amount: Money): void => {
  sums.set(key, add(sums.get(key) ?? zeroMoney, amount))
}

const truePositions = (evidence: Evidence): Map<string, Money> => {
  const sums = new Map<string, Money>()
  const bases = new Map(
    execEvents(evidence.exec).flatMap(({ event }) =>
      event.type === 'order.filled' ? [[(event.body as OrderFilled).fill.symbol, (event.body as OrderFilled).fill.baseAsset]] : [],
    ),
  )
  for (const record of evidence.truth.filter(({ type }) => type === 'fill')) {
    const qty = toMoney(record.qty ?? '0')
    put(sums, record.symbol ?? '', record.side === 'buy' ? qty : negate(qty))
    if (record.feeAsset === bases.get(record.symbol ?? '')) put(sums, record.symbol ?? '', negate(toMoney(record.fee ?? '0')))
  }
  return sums
}

/** P1: acct's position is the sum of the venue's fills less fees in the base asset, to the last digit. */
export const positionsMatch: Checker = (evidence) => {
  if (evidence.account === null) return [{ id: 'P1', what: 'acct left no state', where: 'acct' }]
  const positions = new Map(evidence.account.positions.map(({ symbol, qty }) => [symbol, toMoney(qty)]))
  const truth = truePositions(evidence)
  return [...new Set([...positions.keys(), ...truth.keys()])].flatMap((symbol) => {
    const [held, due] = [positions.get(symbol) ?? zeroMoney, truth.get(symbol) ?? zeroMoney]
    return held === due ? [] : [{ id: 'P1' as const, what: `position is ${formatMoney(held)}, the fills add up to ${formatMoney(due)}`, where: symbol }]
  })
}

const lastBalances = (truth: readonly TruthRecord[]): Map<string, Money> => {
  const last = truth.findLast(({ type }) => type === 'account')
  return new Map((last?.balances ?? []).map(({ asset, free, locked }) => [asset, add(toMoney(free), toMoney(locked))]))
}

/** What came and went without a trade since acct opened its books, which know own fills alone. */
const transfersSince = ({ truth }: Evidence, openedUs: number): Map<string, Money> => {
  const sums = new Map<string, Money>()
  for (const { type, kind, tsUs, asset = '', amount = '0' } of truth) {
    if (type !== 'transfer' || tsUs <= openedUs) continue
    if (kind === 'deposit') put(sums, asset, toMoney(amount))
    if (kind === 'withdraw') put(sums, asset, negate(toMoney(amount)))
  }
  return sums
}

const booksOpenedUs = ({ exec }: Evidence): number => {
  const opened = execEvents(exec).find(({ event }) => event.type === 'exec.reconciled' && (event.body as Reconciled).opening)
  return opened?.frame.tsUs ?? 0
}

/** P2: the balances of acct are those of the venue's account less later deposits and withdrawals, to the last digit. */
export const balancesMatch: Checker = (evidence): Violation[] => {
  if (evidence.account === null) return [{ id: 'P2', what: 'acct left no state', where: 'acct' }]
  const held = new Map(evidence.account.balances.map(({ asset, total }) => [asset, toMoney(total)]))
  const due = lastBalances(evidence.truth)
  for (const [asset, amount] of transfersSince(evidence, booksOpenedUs(evidence))) put(due, asset, negate(amount))
  return [...new Set([...held.keys(), ...due.keys()])].flatMap((asset) => {
    const difference = subtract(held.get(asset) ?? zeroMoney, due.get(asset) ?? zeroMoney)
    return difference === 0n
      ? []
      : [
          {
            id: 'P2' as const,
            what: `balance is ${formatMoney(held.get(asset) ?? zeroMoney)}, the venue's is ${formatMoney(due.get(asset) ?? zeroMoney)}`,
            where: asset,
          },
        ]
  })
}
