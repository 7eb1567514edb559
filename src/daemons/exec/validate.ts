import type { Order } from '../../lib/contracts/exec.ts'
import { type Check, failed, type Problem, type Rules } from './checking.ts'
import { ACCOUNT_CHECKS } from './validate-account.ts'
import { AMOUNT_CHECKS } from './validate-amounts.ts'
import { FIELD_CHECKS } from './validate-fields.ts'
import { PRICE_CHECKS } from './validate-prices.ts'

const CHECKS: readonly Check[] = [...FIELD_CHECKS, ...AMOUNT_CHECKS, ...PRICE_CHECKS, ...ACCOUNT_CHECKS]

/** Every failed check in a fixed order, and the codes of checks that could not be made. */
export interface Validation {
  readonly problems: readonly Problem[]
  readonly unchecked: readonly string[]
}

/** Puts an order through every check; nothing is ever rounded into place, and a value equal to its limit passes. */
export const validate = (order: Order, rules: Rules): Validation => {
  const { instrument } = rules
  if (instrument === undefined) return { problems: [{ code: 'UNKNOWN_SYMBOL' }], unchecked: [] }
  const closed = failed(instrument.status !== 'trading', 'SYMBOL_NOT_TRADING')
  const findings = [...closed, ...CHECKS.flatMap((check) => check(order, instrument, rules))]
  return {
    problems: findings.filter(({ isUnchecked }) => isUnchecked !== true),
    unchecked: findings.filter(({ isUnchecked }) => isUnchecked === true).map(({ code }) => code),
  }
}
