import type { RpcError } from '../../lib/contracts/envelope.ts'
import type { Order } from '../../lib/contracts/exec.ts'
import type { Problem } from './checking.ts'
import { haltLevel, isHalted } from './halts.ts'
import type { Turn } from './turn.ts'
import { validate } from './validate.ts'

/** What exec alone makes of a new order. */
export interface Assessment {
  readonly refusal: RpcError | null
  /** Which checks could not be made; absent when all were. */
  readonly hint?: string
}

/** The field stands where a code alone does not say which one. */
const describe = ({ code, field, nearest }: Problem): string =>
  [code, ...(field === undefined ? [] : [field]), ...(nearest === undefined ? [] : ['nearest', nearest])].join(' ')

const uncheckedText = (codes: readonly string[]): string => `not checked without market prices: ${codes.join(' ')}`

const validationError = (symbol: string, problems: readonly Problem[], unchecked: readonly string[]): RpcError => {
  const codes = [...new Set(problems.map(({ code }) => code))].join(' ')
  const hint = [...problems.map(describe), ...(unchecked.length === 0 ? [] : [uncheckedText(unchecked)])].join(', ')
  return { code: 'VALIDATION', category: 'reject', message: `order for '${symbol}' is refused: ${codes}`, hint }
}

/** Checks a new order and says why it may not go to risk, if so. Exec has no market data: what needs it is left to risk and to the venue, and said. */
export const assess = ({ state, nowUs, venue }: Turn, order: Order): Assessment => {
  const { registry, instruments, config, holdings } = state
  const instrument = instruments.get(order.symbol)
  const rules = { instrument, registry, nowUs, duplicateWindowMs: config.duplicateWindowMs, traits: venue.traits, holdings, prices: null }
  const { problems, unchecked } = validate(order, rules)
  if (problems.length > 0) return { refusal: validationError(order.symbol, problems, unchecked) }
  const hint = unchecked.length === 0 ? {} : { hint: uncheckedText(unchecked) }
  if (!isHalted(registry, order)) return { refusal: null, ...hint }
  return { refusal: { code: 'HALTED', category: 'reject', message: `no new order at halt level ${haltLevel(registry, order)}` }, ...hint }
}
