import type { OrderChanged } from '../../src/lib/contracts/exec.ts'
import type { Evidence } from '../../src/lib/verify/evidence.ts'
import { execEvents, sends } from '../../src/lib/verify/execution.ts'
import type { Verdict } from '../../src/lib/verify/verify.ts'

/** What was promised to those who sent the orders. */
export interface Promised {
  readonly promises: ReadonlyMap<string, string>
  readonly contradictions: readonly string[]
}

/** Orders that left, and what went wrong with any. */
export interface Harm {
  readonly orders: number
  readonly lost: number
  readonly duplicated: number
  readonly fillsMissed: number
  readonly fillsDoubled: number
  readonly problems: readonly string[]
}

/** Client order ids by intent, as the journal has them. */
const journalled = (evidence: Evidence): Map<string, Set<string>> => {
  const found = new Map<string, Set<string>>()
  for (const { event } of execEvents(evidence.exec)) {
    if (event.type !== 'order.changed') continue
    const { order, cause } = event.body as OrderChanged
    if (cause !== 'accepted') continue
    const key = `${order.strategyId} ${order.intentId}`
    found.set(key, (found.get(key) ?? new Set()).add(order.clientOrderId))
  }
  return found
}

/** Holds what exec promised and what the checkers of a run found against each other. */
export const harmOf = (evidence: Evidence, verdict: Verdict, promised: Promised): Harm => {
  const orders = journalled(evidence)
  const broken = [...promised.promises].filter(([key, clientOrderId]) => orders.get(key)?.has(clientOrderId) !== true)
  const doubled = [...orders].filter(([, ids]) => ids.size > 1)
  const count = (id: string, pattern: RegExp): number => verdict.violations.filter((found) => found.id === id && pattern.test(found.what)).length
  return {
    orders: sends(evidence.exec).length,
    lost: broken.length + count('O1', /./) + count('O2', /./),
    duplicated: doubled.length + promised.contradictions.length + count('O3', /./),
    fillsMissed: count('O5', /was missed|fills add up/),
    fillsDoubled: count('O5', /twice|never happened|filled /),
    problems: [
      ...verdict.violations.map(({ id, what, where }) => `${id} ${where}: ${what}`),
      ...broken.map(([key, id]) => `intent '${key}' was acknowledged as '${id}', which is not in the journal`),
      ...doubled.map(([key, ids]) => `intent '${key}' became ${[...ids].join(' and ')}`),
      ...promised.contradictions.map((text) => `intent acknowledged twice: ${text}`),
    ],
  }
}
