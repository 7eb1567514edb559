import type { HaltChanged, HaltLevel } from '../../lib/contracts/risk.ts'
import type { StreamEvent } from '../../lib/contracts/stream.ts'
import { EVERYTHING, LEVELS, rank } from './halt-levels.ts'
import { record } from './outbox.ts'
import type { Registry } from './registry.ts'
import type { Turn } from './turn.ts'

/** Highest level in force for an order, or over everything without one. */
export const haltLevel = (registry: Registry, order?: { readonly strategyId: string; readonly symbol: string }): HaltLevel => {
  const scopes = order === undefined ? [EVERYTHING] : [EVERYTHING, `strategy:${order.strategyId}`, `symbol:${order.symbol}`]
  return LEVELS[Math.max(...scopes.map((scope) => rank(registry.halts.get(scope) ?? 'K0')))] ?? 'K4'
}

/** True when no such order may leave: K1 lets through what only reduces a position, K2 and above nothing. */
export const isHalted = (registry: Registry, order: { readonly strategyId: string; readonly symbol: string; readonly reduceOnly: boolean }): boolean => {
  const level = haltLevel(registry, order)
  return level !== 'K0' && !(level === 'K1' && order.reduceOnly)
}

/** True when open orders have to go too. */
export const wantsNoOrders = (registry: Registry): boolean => rank(haltLevel(registry)) >= rank('K2')

export interface Raise {
  readonly scope: string
  readonly level: HaltLevel
  readonly reason: string
  readonly by: string
}

/** Latches a level for a scope; a lower one than in force changes nothing. */
export const raiseHalt = (turn: Turn, raise: Raise): void => {
  const { halts, riskSeq } = turn.state.registry
  if (rank(raise.level) <= rank(halts.get(raise.scope) ?? 'K0')) return
  record(turn, { type: 'halt.set', ...raise, riskSeq })
  turn.emit({ type: 'log', level: 'error', message: 'halted', fields: { ...raise } })
}

/** Follows risk's latch: raised with it, lowered only by the human who resumed there, and never by more than the one step that was resumed. */
export const followRisk = (turn: Turn, event: StreamEvent): void => {
  const { registry } = turn.state
  if (event.type !== 'risk.halted' && event.type !== 'risk.resumed') return
  const { level, reason, by } = event.body as HaltChanged
  turn.state.riskLevel = level
  if (event.seq <= registry.riskSeq) return
  const own = registry.halts.get(EVERYTHING) ?? 'K0'
  const wanted = rank(own) > rank(level) + (event.type === 'risk.halted' ? 0 : 1) ? own : level
  record(turn, { type: 'halt.set', scope: EVERYTHING, level: wanted, reason, by, riskSeq: event.seq })
  if (event.type === 'risk.halted') return
  for (const [scope, scoped] of [...registry.halts]) {
    if (scope !== EVERYTHING && rank(scoped) === rank(level) + 1) record(turn, { type: 'halt.set', scope, level, reason, by, riskSeq: event.seq })
  }
}
