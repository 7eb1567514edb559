import type { Account } from './accounts.ts'
import type { Gate } from './auth.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { SimConfig } from './config.ts'
import type { DepthWaits } from './depth-waits.ts'
import type { Desk } from './desk.ts'
import type { Limiter } from './limits.ts'
import type { Market } from './market.ts'
import type { OrderStore } from './orders.ts'
import type { Playback } from './playback.ts'
import type { RecordedMarket } from './recorded-market.ts'
import type { Streams } from './streams.ts'
import type { SyntheticVenue } from './synthetic-venue.ts'
import type { TruthLog } from './truth.ts'
import type { UserStreams } from './user-streams.ts'

/** Everything that the simulated venue consists of. */
export interface Venue {
  readonly config: SimConfig
  readonly gate: Gate
  readonly accounts: ReadonlyMap<string, Account>
  readonly store: OrderStore
  readonly truth: TruthLog
  readonly limiter: Limiter
  readonly desk: Desk
  readonly streams: Streams
  readonly users: UserStreams
  readonly checkpoints: Checkpoints
  readonly waits: DepthWaits
  readonly recorded: Map<string, RecordedMarket>
  readonly synthetic: Map<string, SyntheticVenue>
  /** Null when the markets are synthetic. */
  playback: Playback | null
  /** True once the markets are open and an earlier run is restored. */
  open: boolean
  stopping: boolean
  /** When the synthetic markets were last noted in the truth log. */
  notedUs: number
}

export const marketOf = (venue: Venue, symbol: string): Market | undefined => venue.recorded.get(symbol) ?? venue.synthetic.get(symbol)

/** All markets, in the order in which they opened. */
export const marketsOf = (venue: Venue): Market[] => [...venue.recorded.values(), ...venue.synthetic.values()]
