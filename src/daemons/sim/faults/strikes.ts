import type { Prng } from '../../../lib/base/prng.ts'
import type { FaultName, FaultPlan } from '../../../lib/contracts/faults.ts'

/** Which sockets: those of public streams, of the WebSocket API, of spot's without user events, or private ones of futures. */
export type SocketScope = 'all' | 'streams' | 'api' | 'callers' | 'user'

interface StrikeKind {
  readonly name: FaultName
  readonly scope: SocketScope
  /** The sockets fall silent instead of being cut. */
  readonly isSilent: boolean
}

/** A cut or a silence that will come. */
export interface Strike extends StrikeKind {
  readonly atUs: number
}

const SPAN_MS = 60_000

const KINDS: readonly StrikeKind[] = [
  { name: 'disconnect', scope: 'all', isSilent: false },
  { name: 'disconnect-streams', scope: 'streams', isSilent: false },
  { name: 'disconnect-api', scope: 'api', isSilent: false },
  { name: 'disconnect-user', scope: 'user', isSilent: false },
  { name: 'half-open', scope: 'all', isSilent: true },
  { name: 'half-open-streams', scope: 'streams', isSilent: true },
  { name: 'half-open-api', scope: 'api', isSilent: true },
  { name: 'half-open-user', scope: 'user', isSilent: true },
]

/** Names of the scopes. */
export const SOCKET_SCOPES: readonly SocketScope[] = ['all', 'streams', 'api', 'callers', 'user']

/** The cuts and silences of a plan at seeded moments, in order of time. */
export const strikesOf = (plan: FaultPlan, random: Prng, fromUs: number): readonly Strike[] => {
  const spanUs = (plan.span ?? SPAN_MS) * 1_000
  return KINDS.flatMap((kind) => Array.from({ length: plan[kind.name] ?? 0 }, () => ({ ...kind, atUs: fromUs + random.unit() * spanUs }))).sort(
    (a, b) => a.atUs - b.atUs,
  )
}
