import type { ExecStatus } from '../../lib/contracts/exec-control.ts'
import { clockReport } from './clock-report.ts'
import { CALL_GROUPS } from './limits/breaker.ts'
import type { ExecState } from './state.ts'
import { bannedUs, type Turn, venueUs } from './turn.ts'

const breakersOf = ({ gate }: ExecState): ExecStatus['breakers'] =>
  CALL_GROUPS.map((group) => {
    const { state, openUntilUs } = gate.breakers[group]
    return { group, state, openUntilUs: state === 'open' ? openUntilUs : null }
  })

const countsOf = ({ registry, gate }: ExecState): ExecStatus['counts'] => ({
  live: registry.live.size,
  unknown: registry.tally.get('UNKNOWN') ?? 0,
  unsettled: registry.unsettled.size,
  waiting: gate.waiting.size,
  inFlight: gate.inFlight.size,
})

/** How exec stands now. */
export const statusOf = (turn: Turn): ExecStatus => {
  const { state } = turn
  const halts = [...state.registry.halts].map(([scope, level]) => ({ scope, level })).filter(({ level }) => level !== 'K0')
  const budgets = state.gate.limiter.report(venueUs(turn)).map((budget) => ({ ...budget }))
  return {
    epoch: state.epoch,
    phase: state.phase,
    halts,
    budgets,
    breakers: breakersOf(state),
    bannedForUs: bannedUs(turn),
    clock: clockReport(state.clock),
    counts: countsOf(state),
    risk: state.risk,
    streamSinceUs: state.stream.sinceUs,
  }
}
