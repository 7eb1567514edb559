import { assert } from '../base/assert.ts'
import type { MonoUs } from '../base/units.ts'
import type { RingBook, RingHead, RingState, RingSymbol, RingTicker, RingTrade, RingWriter } from '../ports/ring.ts'
import { encodeHeader, type RingHeader } from './header.ts'
import { at, layout } from './layout.ts'
import { SymbolTable } from './symbols.ts'

const SLOT_INTS = layout.slotBytes / 4
const HEAD_PAYLOAD = (layout.slotBytes - at.payload) / 8
const CONTINUATION_PAYLOAD = (layout.slotBytes - at.continuation) / 8
const BOOK_WORDS = 2 + 4 * layout.bookLevels

export interface WriterOptions {
  /** Position of the first record; tests start close to the wrap of the sequence. */
  readonly firstPosition?: number
  /** Runs once, after the ring is marked as closed and no longer touched. */
  readonly onClose?: () => void
}

class SlotWriter implements RingWriter {
  readonly epoch: number
  readonly #symbols: SymbolTable
  readonly #onClose: () => void
  readonly #base: number
  readonly #mask: number
  readonly #stage = new Float64Array(BOOK_WORDS)
  #ints: Int32Array
  #words: Float64Array
  #position: number
  #closed = false

  constructor(buffer: ArrayBuffer, header: RingHeader, options: WriterOptions) {
    this.epoch = header.epoch
    this.#symbols = new SymbolTable(buffer, header.headerBytes)
    this.#onClose = options.onClose ?? (() => undefined)
    this.#base = header.headerBytes / 4
    this.#mask = header.slotCount - 1
    this.#ints = new Int32Array(buffer)
    this.#words = new Float64Array(buffer)
    this.#position = options.firstPosition ?? 0
    this.#words[at.beatPosition / 8] = this.#position
    Atomics.store(this.#ints, at.nextPosition / 4, this.#position | 0)
    Atomics.store(this.#ints, at.ready / 4, 1)
  }

  position(): number {
    return this.#position
  }

  addSymbol(symbol: RingSymbol): number {
    assert(!this.#closed, 'the ring is written after its close')
    return this.#symbols.add(symbol)
  }

  ticker(record: RingTicker): void {
    const stage = this.#stage
    stage[0] = record.bidTicks
    stage[1] = record.bidLots
    stage[2] = record.askTicks
    stage[3] = record.askLots
    this.#put(record, layout.kinds.ticker, 4)
  }

  trade(record: RingTrade): void {
    const stage = this.#stage
    stage[0] = record.priceTicks
    stage[1] = record.qtyLots
    stage[2] = record.aggressor === 'buy' ? 1 : 2
    this.#put(record, layout.kinds.trade, 3)
  }

  book(record: RingBook): void {
    const stage = this.#stage
    stage[0] = this.#levels(record.bids, record.bidCount, 2)
    stage[1] = this.#levels(record.asks, record.askCount, 2 + 2 * layout.bookLevels)
    this.#put(record, layout.kinds.book, BOOK_WORDS)
  }

  state(record: RingState): void {
    const stage = this.#stage
    stage[0] = record.code
    stage[1] = record.sinceUs
    stage[2] = record.reason
    this.#put(record, layout.kinds.state, 3)
  }

  beat(nowMonoUs: MonoUs): void {
    assert(!this.#closed, 'the ring is written after its close')
    this.#words[at.beatPosition / 8] = this.#position
    this.#words[at.beatUs / 8] = nowMonoUs
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    Atomics.store(this.#ints, at.ready / 4, 2)
    this.#ints = new Int32Array(0)
    this.#words = new Float64Array(0)
    this.#onClose()
  }

  #levels(levels: ArrayLike<number>, count: number, to: number): number {
    const kept = Math.min(count, layout.bookLevels)
    for (let index = 0; index < 2 * kept; index++) this.#stage[to + index] = levels[index] ?? 0
    return kept
  }

  /** The order of the stores is the protocol: a slot is zeroed before its payload, the head's sequence comes last, then the position. */
  #put(head: RingHead, kind: number, wordCount: number): void {
    assert(!this.#closed, 'the ring is written after its close')
    assert(head.symbolIndex < this.#symbols.count(), 'a record names a symbol that the ring does not know')
    const ints = this.#ints
    const words = this.#words
    const position = this.#position
    const slots = wordCount <= HEAD_PAYLOAD ? 1 : 1 + Math.ceil((wordCount - HEAD_PAYLOAD) / CONTINUATION_PAYLOAD)
    const first = this.#base + (position & this.#mask) * SLOT_INTS
    const word = first >> 1
    Atomics.store(ints, first, 0)
    ints[first + 1] = kind | (slots << 8) | (head.symbolIndex << 16)
    words[word + 1] = head.id
    words[word + 2] = head.eventUs
    words[word + 3] = head.receivedMonoUs
    words[word + 4] = head.publishedMonoUs
    const headWords = Math.min(wordCount, HEAD_PAYLOAD)
    for (let index = 0; index < headWords; index++) words[word + at.payload / 8 + index] = this.#stage[index] ?? 0
    if (slots > 1) this.#putContinuation(slots, wordCount)
    Atomics.store(ints, first, (position + 1) | 0)
    this.#position = position + slots
    Atomics.store(ints, at.nextPosition / 4, this.#position | 0)
  }

  #putContinuation(slots: number, wordCount: number): void {
    const ints = this.#ints
    const words = this.#words
    let from = HEAD_PAYLOAD
    for (let slot = 1; slot < slots; slot++) {
      const int = this.#base + ((this.#position + slot) & this.#mask) * SLOT_INTS
      const word = (int + at.continuation / 4) >> 1
      const count = Math.min(CONTINUATION_PAYLOAD, wordCount - from)
      Atomics.store(ints, int, 0)
      ints[int + 1] = 0
      for (let index = 0; index < count; index++) words[word + index] = this.#stage[from + index] ?? 0
      from += count
    }
    for (let slot = 1; slot < slots; slot++) {
      const next = this.#position + slot
      // no reader looks at it before the head's sequence, whose store is atomic
      ints[this.#base + (next & this.#mask) * SLOT_INTS] = (next + 1) | 0
    }
  }
}

/** Writes the header into a zeroed buffer of `ringBytes(header)` bytes and marks the ring as live. */
export const createRingWriter = (buffer: ArrayBuffer, header: RingHeader, options: WriterOptions = {}): RingWriter => {
  encodeHeader(buffer, header)
  return new SlotWriter(buffer, header, options)
}
