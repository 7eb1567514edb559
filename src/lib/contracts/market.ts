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

/** Topic `market_data.{symbol}.marks`: what positions are valued at, and the funding that is due next. */
export const Mark = Type.Object(
  {
    symbol: SymbolText,
    mark: Decimal,
    index: Decimal,
    fundingRatio: Type.String({ pattern: '^-?\\d{1,30}(\\.\\d{1,18})?$', description: 'share of the position paid at the next funding, decimal string' }),
    nextFundingUs: Microseconds,
    eventUs: Microseconds,
  },
  { description: 'mark price and funding' },
)
export type Mark = Static<typeof Mark>

/** Topic `market_data.{symbol}.liquidations`: an order that a venue placed to close somebody's position. */
export const Liquidation = Type.Object(
  { symbol: SymbolText, side: SideText, price: Decimal, averagePrice: Decimal, qty: Decimal, eventUs: Microseconds },
  { description: 'liquidation' },
)
export type Liquidation = Static<typeof Liquidation>

const Count = Type.Integer({ minimum: 0 })

/** Topic `market_data.{symbol}.klines.{interval}`: a bar as the venue counts it; `closed` comes once, with its last values. */
export const Kline = Type.Object(
  {
    symbol: SymbolText,
    interval: Type.String({ pattern: '^[0-9]{1,2}[smhdwM]$', description: 'length of the bar, as the venue writes it' }),
    openUs: Microseconds,
    closeUs: Microseconds,
    open: Decimal,
    high: Decimal,
    low: Decimal,
    close: Decimal,
    volume: Decimal,
    trades: Count,
    closed: Type.Boolean(),
    eventUs: Microseconds,
  },
  { description: 'bar of the venue' },
)
export type Kline = Static<typeof Kline>

/**
 * Topic `market_data.{symbol}.bars.{spec}`: a bar that ended, exact, made of the public trades that md saw; the bar under way at its start
 * lacks what was before, unmarked. `value` is the sum of price x qty, `buyVolume` the part whose aggressor bought. The limits of a time bar lie on the
 * grid of the Unix epoch and a span without a trade has none; the others go from their first to their last trade.
 */
export const BarEnded = Type.Object(
  {
    symbol: SymbolText,
    spec: Type.String({ pattern: '^[0-9.]{1,21}[smhdtvq]$', description: 'what ended the bar: 1m time, 100t trades, 10v quantity, 1000000q value' }),
    openUs: Microseconds,
    closeUs: Microseconds,
    open: Decimal,
    high: Decimal,
    low: Decimal,
    close: Decimal,
    volume: Decimal,
    value: Decimal,
    buyVolume: Decimal,
    trades: Count,
    lacksTrades: Type.Optional(Type.Literal(true, { description: 'trades that belong to it may be missing: others came with later ids' })),
    revision: Type.Optional(Type.Integer({ minimum: 1, description: 'times that it was published before, with less in it: this one replaces them' })),
  },
  { description: 'bar of public trades' },
)
export type BarEnded = Static<typeof BarEnded>

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
/** Prices that bound what is known of a book: levels beyond them are unknown unless an update touched them. A side that is missing is known whole. */
export const Horizon = Type.Object({ bid: Type.Optional(Decimal), ask: Type.Optional(Decimal) }, { description: 'last price of the known levels of each side' })
export type Horizon = Static<typeof Horizon>
export const SnapshotAnswer = Type.Object(
  { ringEpoch: Type.Integer(), ringPosition: Type.Integer(), book: Orderbook, horizon: Type.Optional(Horizon) },
  { description: 'book and the ring position it belongs to' },
)
export type SnapshotAnswer = Static<typeof SnapshotAnswer>

/** Request `md.subscribe`: serve these symbols too. Error UNKNOWN_SYMBOL carries the nearest names in its hint. */
export const SubscribeRequest = Type.Object({ symbols: Type.Array(SymbolText, { minItems: 1, maxItems: 1000 }) }, { description: 'symbols wanted' })
export type SubscribeRequest = Static<typeof SubscribeRequest>
/** What is served of each symbol: all symbols, and the channels and bars as md's settings name them. */
export const SubscribeAnswer = Type.Object(
  { symbols: Type.Array(SymbolText), channels: Type.Optional(Type.Array(Type.String())), bars: Type.Optional(Type.Array(Type.String())) },
  { description: 'all symbols now served' },
)
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
  'the stream of the symbol is silent',
  'the checksum of the venue differs',
  'the best price left the known levels',
  'asked to start again',
  'a snapshot differs from the book',
] as const
/** One sentence of the list. */
export type BookReason = (typeof BOOK_REASONS)[number]
