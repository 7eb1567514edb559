import { type Static, Type } from 'typebox'
import { Decimal, Microseconds, SideText, SymbolText } from './words.ts'

const Levels = Type.Array(Type.Tuple([Decimal, Decimal]), { maxItems: 5000, description: 'levels as [price, qty], best first' })

/** State of one book. Only `valid` may be traded on; the others say since when and why not. */
export const BookState = Type.Union([Type.Literal('init'), Type.Literal('syncing'), Type.Literal('valid'), Type.Literal('stale')], {
  description: 'state of a book',
})
export type BookState = Static<typeof BookState>

/** Topic `market_data.{symbol}.orderbook`: the best 20 levels a side, conflated to one per 100 ms. */
export const Orderbook = Type.Object(
  { symbol: SymbolText, updateId: Type.Integer(), state: BookState, eventUs: Microseconds, bids: Levels, asks: Levels },
  { description: 'top of one book' },
)
export type Orderbook = Static<typeof Orderbook>

/** Topic `market_data.{symbol}.trades`: one public print; `side` is the aggressor's. */
export const Trade = Type.Object(
  { symbol: SymbolText, tradeId: Type.Integer(), price: Decimal, qty: Decimal, side: SideText, eventUs: Microseconds },
  { description: 'public print' },
)
export type Trade = Static<typeof Trade>

/** Topic `market_data.{symbol}.ticker`: best bid and ask as the venue announced them. */
export const Ticker = Type.Object(
  { symbol: SymbolText, updateId: Type.Integer(), bid: Decimal, bidQty: Decimal, ask: Decimal, askQty: Decimal, receivedUs: Microseconds },
  { description: 'best bid and ask' },
)
export type Ticker = Static<typeof Ticker>

/** Topic `market_data.{symbol}.state`. */
export const BookStateChanged = Type.Object(
  { symbol: SymbolText, state: BookState, sinceUs: Microseconds, reason: Type.String({ description: 'why, one sentence' }) },
  { description: 'change of a book state' },
)
export type BookStateChanged = Static<typeof BookStateChanged>

/** Rules of one instrument as decimal strings. */
export const InstrumentInfo = Type.Object(
  {
    symbol: SymbolText,
    venue: Type.String({ description: 'venue name' }),
    baseAsset: Type.String({ description: 'asset bought' }),
    quoteAsset: Type.String({ description: 'asset paid' }),
    status: Type.Union([Type.Literal('trading'), Type.Literal('cancelOnly'), Type.Literal('halted')]),
    tickSize: Decimal,
    lotSize: Decimal,
    minPrice: Decimal,
    maxPrice: Decimal,
    minQty: Decimal,
    maxQty: Decimal,
    minNotional: Decimal,
    maxNotional: Decimal,
  },
  { description: 'instrument' },
)
export type InstrumentInfo = Static<typeof InstrumentInfo>

/** Request `md.snapshot`: the whole book of a symbol and the ring position after which its updates follow. */
export const SnapshotRequest = Type.Object({ symbol: SymbolText }, { description: 'book wanted' })
export type SnapshotRequest = Static<typeof SnapshotRequest>
export const SnapshotAnswer = Type.Object(
  { ringEpoch: Type.Integer(), ringPosition: Type.Integer(), book: Orderbook },
  { description: 'book and the ring position it belongs to' },
)
export type SnapshotAnswer = Static<typeof SnapshotAnswer>

/** Request `md.subscribe`: serve these symbols too. Error UNKNOWN_SYMBOL carries the nearest names in its hint. */
export const SubscribeRequest = Type.Object({ symbols: Type.Array(SymbolText, { minItems: 1, maxItems: 1000 }) }, { description: 'symbols wanted' })
export type SubscribeRequest = Static<typeof SubscribeRequest>
export const SubscribeAnswer = Type.Object({ symbols: Type.Array(SymbolText) }, { description: 'all symbols now served' })
export type SubscribeAnswer = Static<typeof SubscribeAnswer>

/** Request `md.instruments`. */
export const InstrumentsRequest = Type.Object({}, { description: 'nothing' })
export const InstrumentsAnswer = Type.Object({ instruments: Type.Array(InstrumentInfo) }, { description: 'instruments of the venue' })
export type InstrumentsAnswer = Static<typeof InstrumentsAnswer>

/** States of a book; the position in this list is the code in the ring's state records and in metrics. */
export const BOOK_STATES: readonly BookState[] = ['init', 'syncing', 'valid', 'stale']

/** Why a book is in its state; the position in this list is the reason in the ring's state records. */
export const BOOK_REASONS = [
  'ok',
  'not started',
  'waiting for a snapshot',
  'a diff is missing',
  'the book is crossed',
  'best prices differ from those of the venue',
  'the connection is closed',
  'the connection is silent',
  'the venue is restarting',
] as const
/** One sentence of the list. */
export type BookReason = (typeof BOOK_REASONS)[number]
