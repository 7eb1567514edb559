import type { SimConfig } from './config.ts'
import type { Checkpoints } from './market/checkpoints.ts'
import type { Market } from './market/market.ts'
import type { Playback } from './market/playback.ts'
import type { RecordedMarket } from './market/recorded-market.ts'
import type { SyntheticVenue } from './market/synthetic-venue.ts'
import type { Gate } from './spot/auth.ts'
import type { DepthWaits } from './spot/depth-waits.ts'
import type { Limiter } from './spot/limits.ts'
import type { Streams } from './spot/streams.ts'
import type { UserStreams } from './spot/user-streams.ts'
import type { Account } from './trading/accounts.ts'
import type { Desk } from './trading/desk.ts'
import type { OrderStore } from './trading/orders.ts'
import type { TruthLog } from './trading/truth.ts'

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
