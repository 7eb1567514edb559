import type { EpochUs, Lots, MonoUs, Ticks } from '../../lib/base/units.ts'
import type { Horizon, Orderbook } from '../../lib/contracts/market.ts'
import type { SeriesRow } from '../../lib/contracts/series.ts'
import type { CommonIn, CommonOut } from '../../lib/daemon/effects.ts'
import type { Side } from '../../lib/model/order.ts'
import type { MarketAnswer, MarketRequest } from '../../lib/venues/market.ts'

/** Inputs of md beside the common ones. `socketId` and `id` are those of the effect that asked; each is used once. */
export type MdInput =
  | { readonly type: 'socket.opened'; readonly socketId: number }
  | { readonly type: 'socket.frame'; readonly socketId: number; readonly bytes: Uint8Array; readonly receivedMonoUs: MonoUs }
  | { readonly type: 'socket.closed'; readonly socketId: number; readonly reason: string }
  | { readonly type: 'venue.answered'; readonly id: string; readonly result: MarketAnswer }

export type MdIn = MdInput | CommonIn

/** What every record of the ring says; `eventUs` is the time of receipt where the venue tells none. */
export interface RingHeadOut {
  readonly symbol: string
  /** updateId, or tradeId of a trade. */
  readonly id: number
  readonly eventUs: EpochUs
  readonly receivedMonoUs: MonoUs
}

/** Records of the ring. The arrays of a book are reused: they hold until the next step of the core. */
export type RingOut =
  | {
      readonly type: 'ring.symbol'
      readonly symbol: string
      readonly tickUnits: number
      readonly priceDecimals: number
      readonly lotUnits: number
      readonly qtyDecimals: number
    }
  | ({ readonly type: 'ring.ticker'; readonly bidTicks: Ticks; readonly bidLots: Lots; readonly askTicks: Ticks; readonly askLots: Lots } & RingHeadOut)
  | ({ readonly type: 'ring.trade'; readonly priceTicks: Ticks; readonly qtyLots: Lots; readonly aggressor: Side } & RingHeadOut)
  | ({
      readonly type: 'ring.book'
      readonly bids: Float64Array
      readonly bidCount: number
      readonly asks: Float64Array
      readonly askCount: number
    } & RingHeadOut)
  | ({ readonly type: 'ring.state'; readonly code: number; readonly sinceUs: EpochUs; readonly reason: number } & RingHeadOut)
  | { readonly type: 'ring.beat' }

/** Effects that only md's shell performs. */
export type MdEffect =
  | RingOut
  | { readonly type: 'bell.notify' }
  | { readonly type: 'series.add'; readonly row: SeriesRow }
  | { readonly type: 'socket.open'; readonly socketId: number; readonly path: string }
  | { readonly type: 'socket.send'; readonly socketId: number; readonly text: string }
  | { readonly type: 'socket.close'; readonly socketId: number }
  | { readonly type: 'venue.request'; readonly id: string; readonly request: MarketRequest; readonly timeoutUs: number }
  /** The venue takes no requests until then, microseconds since 1970. */
  | { readonly type: 'quiet.kept'; readonly untilUs: number }
  /** The best 20 levels after the update `u`, as a hash. */
  | { readonly type: 'checkpoint'; readonly symbol: string; readonly u: number; readonly hash: string }
  /** Answer of md.snapshot, to which the shell adds where the ring stands. */
  | { readonly type: 'snapshot.reply'; readonly requestId: string; readonly book: Orderbook; readonly horizon: Horizon }

export type MdOut = MdEffect | CommonOut
