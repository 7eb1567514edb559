import type { RpcError } from '../../lib/contracts/envelope.ts'
import type { BreakerRequest, ExecResumeRequest } from '../../lib/contracts/exec-control.ts'
import { SERVICES } from '../../lib/contracts/words.ts'
import { EVERYTHING, LEVELS, rank } from './halt-levels.ts'
import { record } from './outbox.ts'
import { bannedUs, setTimer, type Turn, warn } from './turn.ts'

type Answer = { readonly ok: true; readonly body: object } | { readonly ok: false; readonly error: RpcError }

const refuse = (category: RpcError['category'], code: string, message: string): RpcError => ({ code, category, message })

/** Puts the breakers back where an operator left them, before anything is asked. */
export const restoreBreakers = ({ state }: Turn): void => {
  for (const [group, held] of state.registry.held) state.gate.breakers[group].force(held)
}

/** An operator's word about a breaker: written down, then in force. */
export const setBreaker = (turn: Turn, { group, state: wanted, by }: BreakerRequest): Answer => {
  record(turn, { type: 'breaker.set', group, state: wanted, by })
  turn.state.gate.breakers[group].force(wanted)
  warn(turn, `breaker is ${wanted}`, { group, by })
  if (wanted !== 'forcedOpen' && group === 'query' && turn.state.phase === 'syncing') setTimer(turn, 'recon.retry', 0)
  return { ok: true, body: { group, state: wanted } }
}

/** What stands against a resumption whoever asks: the cause is not cleared, or it is not known whether. */
const uncleared = (turn: Turn): RpcError | null => {
  const { phase, registry } = turn.state
  const unknownCount = registry.tally.get('UNKNOWN') ?? 0
  if (phase !== 'ready') return refuse('retry', 'NOT_READY', 'exec has not agreed with the venue')
  if (bannedUs(turn) > 0) return refuse('retry', 'RATE_LIMITED', `the venue takes no requests for ${Math.ceil(bannedUs(turn) / 1000)} ms`)
  return unknownCount === 0 ? null : refuse('retry', 'NOT_READY', `the fate of ${unknownCount} orders is unknown`)
}

/** exec's latch over everything never falls below the one of risk, which has a request of its own. */
const heldByRisk = ({ state }: Turn, { scope, level }: ExecResumeRequest): RpcError | null => {
  if (scope !== EVERYTHING) return null
  if (state.risk !== 'current') return refuse('retry', 'RISK_UNAVAILABLE', 'risk is silent, so the level that it holds is not known')
  return rank(state.riskLevel) > rank(level) ? refuse('reject', 'HELD_BY_RISK', `risk holds level '${state.riskLevel}': it is lowered there`) : null
}

const malformed = (turn: Turn, { scope, level, reason, by }: ExecResumeRequest): RpcError | null => {
  const now = turn.state.registry.halts.get(scope) ?? 'K0'
  if (by.trim() === '' || SERVICES.some((service) => service === by))
    return refuse('reject', 'RESUME_UNNAMED', `'${by}' is no person: a halt is lowered by a named human`)
  if (reason.trim() === '') return refuse('reject', 'RESUME_UNEXPLAINED', 'a halt is lowered only with a reason')
  if (now === 'K0') return refuse('reject', 'NOT_HALTED', `no halt is in force for '${scope}'`)
  if (rank(level) === rank(now) - 1) return null
  return refuse('reject', 'RESUME_STEP', `cannot go from '${now}' to '${level}': the next step down is '${LEVELS[rank(now) - 1]}'`)
}

/** Lowers what exec holds for one scope by one step. */
export const resumeScope = (turn: Turn, request: ExecResumeRequest): Answer => {
  const error = malformed(turn, request) ?? heldByRisk(turn, request) ?? uncleared(turn)
  if (error !== null) return { ok: false, error }
  const { scope, level, reason, by } = request
  record(turn, { type: 'halt.set', scope, level, reason, by, riskSeq: turn.state.registry.riskSeq })
  warn(turn, 'halt lowered', { scope, level, reason, by })
  return { ok: true, body: { scope, level } }
}
