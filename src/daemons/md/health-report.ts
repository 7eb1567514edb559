import { usToMs } from '../../lib/base/time.ts'
import type { BookHealth, ConnectionHealth, MarketHealth } from '../../lib/contracts/market-health.ts'
import { horizonOf } from './known-levels.ts'
import type { Line } from './line.ts'
import type { Link, Step } from './state.ts'

const PHASES = { opening: 'opening', subscribing: 'opening', open: 'open' } as const

const connectionOf = ({ id, route, symbols, conn, openCount, messages, perS }: Link): ConnectionHealth => ({
  id,
  route: route.name,
  state: conn === null ? 'waiting' : PHASES[conn.phase],
  sinceUs: conn?.sinceUs ?? 0,
  symbols: symbols.length,
  attempts: openCount,
  messages,
  perS: Math.round(perS * 10) / 10,
})

const bookOf = ({ nowUs }: Step, line: Line): BookHealth => {
  const { symbol, state, sinceUs, reason, updateId, counts } = line
  const ageMs = line.changedUs === 0 ? null : Math.floor(usToMs(Math.max(0, nowUs - line.changedUs)))
  return { symbol, state, sinceUs, reason, ageMs, updateId, ...counts, horizon: horizonOf(line) }
}

/** Every connection, and the books of some symbols or of all. */
export const healthOf = (step: Step, symbols: ReadonlySet<string> | null): MarketHealth => {
  const { state, venue, nowUs } = step
  const lines = [...state.lines.values()].filter(({ symbol }) => symbols === null || symbols.has(symbol))
  return {
    venue: venue.name,
    proof: venue.traits.proof,
    weightCount: state.budget.weight(nowUs),
    pausedMs: Math.ceil(usToMs(state.budget.pausedUs(nowUs))),
    connections: state.links.map(connectionOf),
    books: lines.map((line) => bookOf(step, line)),
  }
}
