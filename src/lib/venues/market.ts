import type { Result } from '../base/result.ts'
import type { EpochUs, Lots, Ticks } from '../base/units.ts'
import type { Kline, Liquidation, Mark } from '../contracts/market.ts'
import type { Book } from '../model/book.ts'
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

/** Best bid and ask after the update `updateId`; an empty side is 0 ticks and 0 lots, a price alone is one whose size nobody tells. */
export interface BestPrices {
  readonly type: 'ticker'
  readonly symbol: string
  readonly updateId: number
  readonly bidTicks: Ticks
  readonly bidLots: Lots
  readonly askTicks: Ticks
  readonly askLots: Lots
}

/** A whole book from the stream itself, best levels first, in the form of a diff; what came before it is void. */
export interface BookImage {
  readonly type: 'book'
  readonly symbol: string
  readonly checksum: number | null
  readonly eventUs: EpochUs
  readonly bids: ArrayLike<number>
  readonly asks: ArrayLike<number>
}

/** News of a symbol that nobody here calculates with; it travels as it is. */
export type News =
  | { readonly type: 'news'; readonly symbol: string; readonly plane: 'marks'; readonly kind: 'mark'; readonly body: Mark }
  | { readonly type: 'news'; readonly symbol: string; readonly plane: 'liquidations'; readonly kind: 'liquidation'; readonly body: Liquidation }
  | { readonly type: 'news'; readonly symbol: string; readonly plane: `klines.${string}`; readonly kind: 'kline'; readonly body: Kline }

/** The answer to the control message `id`; `problem` is null when the venue did as it was told. */
export interface ControlAnswer {
  readonly type: 'answered'
  readonly id: number
  /** Where each symbol of a message is answered alone: this one. */
  readonly symbol?: string
  readonly problem: string | null
}

/** What one frame of a stream says. `shutdown`: the venue is about to close the connection. `ignored`: of no interest, as a beat. */
export type MarketEvent = SingleEvent | { readonly type: 'batch'; readonly events: readonly SingleEvent[] }

/** What one message of a frame says. */
export type SingleEvent = DepthDiff | BookImage | PublicTrade | BestPrices | News | ControlAnswer | { readonly type: 'shutdown' } | { readonly type: 'ignored' }

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

/** What md may ask of a symbol; `klines.1m` are bars as the venue counts them. */
export type Channel = 'book' | 'trades' | 'ticker' | 'marks' | 'liquidations' | `klines.${string}`

/** Streams that share connections: a venue may serve some channels apart from others. */
export interface MarketRoute {
  readonly name: string
  readonly carriesBooks: boolean
  /** Streams of one symbol on this route. */
  streams(symbol: string): readonly string[]
  /** Path and query of a socket that carries these streams from its start; none: they are subscribed later. */
  path(streams: readonly string[]): string
}

/** Depth of a snapshot and what asking for it weighs. */
export interface SnapshotDepth {
  readonly levels: number
  readonly weight: number
}

/** What a venue allows and how its books are proved. */
export interface MarketTraits {
  /** `sequence`: snapshots by request, diffs chained by ids. `checksum`: the stream begins with a book, changes carry checksums. `none`: every message is the whole book. */
  readonly proof: 'sequence' | 'checksum' | 'none'
  /** Depths on offer, least first; empty when the stream brings the book. */
  readonly depths: readonly SnapshotDepth[]
  /** Levels a side that the stream keeps; null: all of them. */
  readonly keptLevels: number | null
  readonly streamsPerLink: number
  /** Streams that an address may name; more are subscribed by messages. */
  readonly streamsPerPath: number
  readonly streamsPerMessage: number
  readonly messagesPerS: number
  /** A connection is cut by the venue after so long; null: never. */
  readonly lifeMs: number | null
  /** Request weight of one minute; null: the venue counts none. */
  readonly weightPerMinute: number | null
  readonly instrumentsWeight: number
}

/** A venue's spelling of public market data. Pure, and nothing here throws. */
export interface MarketVenue {
  readonly name: string
  readonly traits: MarketTraits
  /** Where the channels are served; channels that the venue does not have are left out. */
  routes(channels: readonly Channel[]): readonly MarketRoute[]
  /** The stream that carries the changes of a book. */
  bookStream(symbol: string): string
  /** Control messages that begin or end streams; each is answered under `id`. */
  subscribe(streams: readonly string[], id: number): string
  unsubscribe(streams: readonly string[], id: number): string
  instruments(): MarketRequest
  snapshot(symbol: string, levels: number): MarketRequest
  readInstruments(answer: MarketAnswer): Result<readonly Instrument[], MarketRefusal>
  readSnapshot(answer: MarketAnswer, instrument: Instrument): Result<DepthSnapshot, MarketRefusal>
  /** Weight that the venue counts in its present minute; null when it does not say. */
  readWeight(answer: MarketAnswer): number | null
  /** The venue's checksum of a book; only where `proof` is `checksum`. */
  checksum(book: Book, instrument: Instrument): number
  /** Reads the text of one frame as UTF-8. What it returns may be valid only until the next frame is read. */
  readFrame(bytes: Uint8Array, instruments: ReadonlyMap<string, Instrument>): MarketEvent | Garbled
}
