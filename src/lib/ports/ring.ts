import type { EpochUs, Lots, MonoUs, Ticks } from '../base/units.ts'
import type { Side } from '../model/order.ts'

/** One row of the ring's symbol table. A price in units of 10^-priceDecimals is ticks x tickUnits; quantities alike with lotUnits and qtyDecimals. */
export interface RingSymbol {
  /** 1 to 32 bytes of UTF-8. */
  readonly symbol: string
  /** One tick in units of 10^-priceDecimals; 1 or more. */
  readonly tickUnits: number
  /** 0 to 30. */
  readonly priceDecimals: number
  /** One lot in units of 10^-qtyDecimals; 1 or more. */
  readonly lotUnits: number
  /** 0 to 30. */
  readonly qtyDecimals: number
}

/** What every record carries. */
export interface RingHead {
  /** Index in the symbol table. */
  readonly symbolIndex: number
  /** updateId of a ticker, book or state, tradeId of a trade; safe integer. */
  readonly id: number
  /** The venue's time of the event. */
  readonly eventUs: EpochUs
  /** Arrival at our host on its monotonic clock; the base of tick-to-order. */
  readonly receivedMonoUs: MonoUs
  /** The host's monotonic clock just before the write; the base of the ring hop's latency. */
  readonly publishedMonoUs: MonoUs
}

/** Best bid and ask as the venue announced them. */
export interface RingTicker extends RingHead {
  readonly bidTicks: Ticks
  readonly bidLots: Lots
  readonly askTicks: Ticks
  readonly askLots: Lots
}

/** A public print. */
export interface RingTrade extends RingHead {
  readonly priceTicks: Ticks
  readonly qtyLots: Lots
  /** The side of the order that took. */
  readonly aggressor: Side
}

/** A whole book, best level first. The writer copies, so the arrays may be reused and may be longer than the counts say. */
export interface RingBook extends RingHead {
  /** ticks, lots, ticks, lots ... */
  readonly bids: ArrayLike<number>
  /** Levels in `bids`; more than 20 are cut. */
  readonly bidCount: number
  readonly asks: ArrayLike<number>
  readonly askCount: number
}

/** A change of a symbol's state. The numbers are those of the market data contract. */
export interface RingState extends RingHead {
  readonly code: number
  readonly sinceUs: EpochUs
  readonly reason: number
}

/** The only writer of a ring. Never waits for a reader: a slow one is lapped and notices it. */
export interface RingWriter {
  /** Incarnation of the ring; readers of another epoch start again from a snapshot. */
  readonly epoch: number
  /** Slots written since the ring began: the position of the next record. */
  position(): number
  /** The symbol's index; a known symbol keeps its own. Throws TradeError RING_SYMBOLS_FULL (78) or RING_SYMBOL (2). */
  addSymbol(symbol: RingSymbol): number
  ticker(record: RingTicker): void
  trade(record: RingTrade): void
  book(record: RingBook): void
  state(record: RingState): void
  /** Says that the writer lives; due every 100 ms. */
  beat(nowMonoUs: MonoUs): void
  /** Marks the ring as closed; every later call throws BugError. */
  close(): void
}

/** A record as the reader copied it. Reused: it is valid only until the visitor returns. */
export interface RingView extends RingHead {
  /** The record's own position, and how many slots it takes. */
  readonly position: number
  readonly slots: number
}

/** A ticker as the reader copied it. */
export interface RingTickerView extends RingView, RingTicker {
  readonly kind: 'ticker'
}

/** A public print as the reader copied it. */
export interface RingTradeView extends RingView, RingTrade {
  readonly kind: 'trade'
}

/** A change of state as the reader copied it. */
export interface RingStateView extends RingView, RingState {
  readonly kind: 'state'
}

/** Level 0 is the best; a level at or past the count is NaN. */
export interface RingBookView extends RingView {
  readonly kind: 'book'
  readonly bidCount: number
  readonly askCount: number
  bidTicks(level: number): Ticks
  bidLots(level: number): Lots
  askTicks(level: number): Ticks
  askLots(level: number): Lots
}

/** Receives the records of a poll, in order. A kind without a callback counts as delivered. */
export interface RingVisitor {
  onTicker?(view: RingTickerView): void
  onTrade?(view: RingTradeView): void
  onBook?(view: RingBookView): void
  onState?(view: RingStateView): void
  /** The writer lapped us: `lostSlots` were skipped, and the books need a snapshot. */
  onOverrun(lostSlots: number): void
}

/** What a reader missed since it was opened. */
export interface RingLoss {
  readonly overruns: number
  readonly slots: number
  /** Overruns that struck while a record was being copied; the copy was thrown away. */
  readonly torn: number
}

/** One of many readers; it writes nothing. Always `delivered() + lost().slots === position() - firstPosition()`. */
export interface RingReader {
  readonly epoch: number
  /** With the epoch, tells one file from its successor. */
  readonly createdUs: EpochUs
  symbols(): RingSymbol[]
  /** Shows up to `maxRecords` records to the visitor; the number shown. Fewer: the ring is empty, or it was lapped. */
  poll(visitor: RingVisitor, maxRecords: number): number
  /** The position of the next record to read. A new reader starts at the writer's position. */
  position(): number
  /** Where the counting began; a seek moves it by as much as the position, so that it loses nothing and delivers nothing. */
  firstPosition(): number
  /** Slots passed to the visitor. */
  delivered(): number
  lost(): RingLoss
  /** Goes on at the start of a record, as told by a snapshot. An overwritten one is an overrun at the next poll; one ahead of the writer throws RangeError. */
  seek(position: number): void
  /** The writer's last beat. */
  writerBeatUs(): MonoUs
  /** 0 not ready, 1 live, 2 closed by its writer. */
  state(): 0 | 1 | 2
  /** Ends the reading; poll then shows nothing. */
  close(): void
}
