import type { RpcError } from '../../lib/contracts/envelope.ts'
import { clockFault } from './clock-fault.ts'
import { auditProblem } from './journalling.ts'
import { bannedUs, type Turn } from './turn.ts'

const retry = (code: string, message: string): RpcError => ({ code, category: 'retry', message })

/** The least age at which a sample of the venue's clock is too old; two samples may be missed before. */
const CLOCK_AGE_US = 60_000_000

const clockProblem = ({ state, nowUs }: Turn): RpcError | null => {
  const fault = clockFault(state.clock, nowUs, Math.max(CLOCK_AGE_US, state.config.clockEveryMs * 2_000))
  return fault === null ? null : retry('CLOCK', fault)
}

/** Why no new order may leave now, whatever it asks for; null when it may. */
export const closedFor = (turn: Turn): RpcError | null => {
  const { phase, gate } = turn.state
  const unaudited = auditProblem(turn.state.journal)
  if (unaudited !== null) return unaudited
  if (phase === 'draining' || phase === 'stopped') return retry('NOT_READY', 'exec is stopping')
  if (phase !== 'ready') return retry('NOT_READY', 'exec has not agreed with the venue yet')
  if (bannedUs(turn) > 0) return retry('RATE_LIMITED', `the venue takes no requests for ${Math.ceil(bannedUs(turn) / 1000)} ms`)
  const breaker = gate.breakers['trade.new']
  return breaker.passes ? clockProblem(turn) : retry('BREAKER_OPEN', `the breaker of new orders is ${breaker.state}`)
}
