import type { Result } from '../base/result.ts'
import type { EpochUs, Lots, Ticks } from '../base/units.ts'
import type { Instrument } from '../model/instrument.ts'
import type { Side } from '../model/order.ts'
import type { VenueRequest, VenueResult } from '../ports/venue.ts'

/** A call that asks for market data, and what became of it. */
export type MarketRequest = VenueRequest
export type MarketAnswer = VenueResult

/**
 * Change of a book: absolute sizes as ticks, lots, ticks, lots ...; 0 lots deletes. It covers the update ids `firstId` to `lastId`.
 * The levels may lie in memory that the next frame overwrites: who keeps a diff copies them.
 */
export interface DepthDiff {
  readonly type: 'diff'
  readonly symbol: string
  readonly firstId: number
  readonly lastId: number
  /** Last id of the diff before it, where the venue tells it; null: the ids of a chain are without a hole, `firstId` is the last id before plus one. */
  readonly prevId: number | null
  /** The venue's checksum over the book after it, unsigned 32 bits; null: none came. */
  readonly checksum: number | null
  readonly eventUs: EpochUs
  readonly bids: ArrayLike<number>
  readonly asks: ArrayLike<number>
}

/** A public print; `aggressor` is the side that took. */
export interface PublicTrade {
  readonly type: 'trade'
  readonly symbol: string
  readonly tradeId: number
  readonly priceTicks: Ticks
  readonly qtyLots: Lots
  readonly aggressor: Side
  readonly eventUs: EpochUs
}

/** Best bid and ask after the update `updateId`; an empty side is 0 ticks and 0 lots. */
export interface BestPrices {
  readonly type: 'ticker'
  readonly symbol: string
  readonly updateId: number
  readonly bidTicks: Ticks
  readonly bidLots: Lots
  readonly askTicks: Ticks
  readonly askLots: Lots
}

/** What one frame of a stream says. `shutdown`: the venue is about to close the connection. `ignored`: an answer to a control message. */
export type MarketEvent = DepthDiff | PublicTrade | BestPrices | { readonly type: 'shutdown' } | { readonly type: 'ignored' }

/** A frame that cannot be what the venue meant to send. */
export interface Garbled {
  readonly type: 'garbled'
  readonly reason: string
}

/** A whole book as of `lastId`, best levels first, in the form of a diff. */
export interface DepthSnapshot {
  readonly lastId: number
  readonly bids: ArrayLike<number>
  readonly asks: ArrayLike<number>
}

/** Why an answer is of no use; `pauseUs` above 0: send nothing for so long. */
export interface MarketRefusal {
  readonly reason: string
  readonly pauseUs: number
}

/** A venue's spelling of public market data. Pure, and nothing here throws. */
export interface MarketVenue {
  readonly name: string
  /** Path and query of one socket that carries diffs, trades and best prices of the symbols. */
  streamPath(symbols: readonly string[]): string
  instruments(): MarketRequest
  snapshot(symbol: string): MarketRequest
  readInstruments(answer: MarketAnswer): Result<readonly Instrument[], MarketRefusal>
  readSnapshot(answer: MarketAnswer, instrument: Instrument): Result<DepthSnapshot, MarketRefusal>
  /** Reads the text of one frame as UTF-8. What it returns may be valid only until the next frame is read. */
  readFrame(bytes: Uint8Array, instruments: ReadonlyMap<string, Instrument>): MarketEvent | Garbled
}
