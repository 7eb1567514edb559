import { toMoney } from '../../lib/base/money.ts'
import { priceText } from '../../lib/model/instrument.ts'
import type { SimConfig } from './config.ts'
import type { Turn } from './events.ts'
import type { Faults } from './faults/faults.ts'
import type { OldBooks } from './faults/old-books.ts'
import type { KrakenSessions } from './kraken/sessions.ts'
import type { Lives } from './lives.ts'
import { type Checkpoints, createCheckpoints } from './market/checkpoints.ts'
import type { DueQueue } from './market/due-queue.ts'
import type { LiveMarkets } from './market/live-markets.ts'
import type { Market, MarketOrder } from './market/market.ts'
import type { Playback } from './market/playback.ts'
import type { RecordedMarket } from './market/recorded-market.ts'
import type { Product } from './market/recording-line.ts'
import type { SyntheticVenue } from './market/synthetic-venue.ts'
import type { Gate } from './spot/auth.ts'
import type { DepthWaits } from './spot/depth-waits.ts'
import type { Limiter } from './spot/limits.ts'
import { createPublicStreams, type PublicStreams } from './spot/public-streams.ts'
import { createStreams, type Streams } from './spot/streams.ts'
import type { UserStreams } from './spot/user-streams.ts'
import type { Account } from './trading/accounts.ts'
import type { Desk } from './trading/desk.ts'
import type { PriceOf } from './trading/fees.ts'
import type { OrderStore, VenueOrder } from './trading/orders.ts'
import type { TruthLog } from './trading/truth.ts'
import type { FuturesDoors } from './usdm/doors.ts'
import type { Futures } from './usdm/futures.ts'

/** The markets of one product, and who listens to them. */
export interface Board<Order extends MarketOrder = VenueOrder> {
  readonly product: Product
  readonly recorded: Map<string, RecordedMarket<Order>>
  readonly synthetic: Map<string, SyntheticVenue<Order>>
  readonly streams: Streams
  readonly checkpoints: Checkpoints
  /** Streams made from prints and books, and the statistics that they and the market calls are made from. */
  readonly publisher: PublicStreams
}

/** Everything that the simulated venue consists of. */
export interface Venue {
  readonly config: SimConfig
  readonly gate: Gate
  readonly accounts: ReadonlyMap<string, Account>
  readonly store: OrderStore
  readonly truth: TruthLog
  readonly limiter: Limiter
  readonly desk: Desk
  readonly spot: Board
  readonly usdm: Board<MarketOrder>
  /** The perpetual contracts with their accounts and orders. */
  readonly futures: Futures
  readonly doors: FuturesDoors
  readonly users: UserStreams
  readonly faults: Faults
  readonly oldBooks: OldBooks
  readonly lives: Lives
  readonly waits: DepthWaits
  readonly kraken: KrakenSessions
  /** Null when the markets are synthetic. */
  playback: Playback | null
  /** Null unless another venue drives the markets. */
  live: LiveMarkets | null
  /** True once the markets are open and an earlier run is restored. */
  open: boolean
  stopping: boolean
  /** Synthetic spot markets by the time when something happens next. */
  readonly due: DueQueue
  /** When the synthetic markets were last noted in the truth log. */
  notedUs: number
  /** Update id of each of them then. */
  readonly notedIds: Map<string, number>
}

/** The markets stand where an earlier run left them: clients may trade, and the clock of futures runs. */
export const openDoors = (venue: Venue, turn: Turn): void => {
  venue.open = true
  venue.doors.start(turn)
}

export const createBoard = <Order extends MarketOrder>(product: Product, truth: TruthLog): Board<Order> => {
  const recorded = new Map<string, RecordedMarket<Order>>()
  const synthetic = new Map<string, SyntheticVenue<Order>>()
  const streams = createStreams()
  const publisher = createPublicStreams(streams, (symbol) => recorded.get(symbol) ?? synthetic.get(symbol))
  return { product, recorded, synthetic, streams, checkpoints: createCheckpoints(truth, product), publisher }
}

/** What one unit of an asset trades at on a board's own market for it. */
export const goingPrice =
  ({ recorded, synthetic }: Board): PriceOf =>
  (asset, quoteAsset) => {
    const market = recorded.get(`${asset}${quoteAsset}`) ?? synthetic.get(`${asset}${quoteAsset}`)
    const ticks = market?.lastTicks ?? market?.touchTicks('buy') ?? null
    return market === undefined || ticks === null ? null : toMoney(priceText(market.instrument, ticks))
  }

/** The spot market of a symbol. */
export const marketOf = (venue: Venue, symbol: string): Market | undefined => venue.spot.recorded.get(symbol) ?? venue.spot.synthetic.get(symbol)

/** All spot markets, in the order in which they opened. */
export const marketsOf = ({ spot }: Venue): Market[] => [...spot.recorded.values(), ...spot.synthetic.values()]
