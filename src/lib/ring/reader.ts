import { TradeError } from '../base/errors.ts'
import type { EpochUs, MonoUs } from '../base/units.ts'
import type { RingLoss, RingReader, RingSymbol, RingVisitor } from '../ports/ring.ts'
import { decodeHeader, type RingHeader } from './header.ts'
import { at, layout } from './layout.ts'
import { SymbolTable } from './symbols.ts'
import { BookView, RecordCopy, StateView, TickerView, TradeView } from './view.ts'

const SLOT_INTS = layout.slotBytes / 4
const SLOT_WORDS = layout.slotBytes / 8
const CONTINUATION_WORDS = (layout.slotBytes - at.continuation) / 8

export interface ReaderOptions {
  /** Runs once, after the last touch of the buffer. */
  readonly onClose?: () => void
}

class SlotReader implements RingReader {
  readonly epoch: number
  readonly createdUs: EpochUs
  readonly #copy = new RecordCopy()
  readonly #ticker = new TickerView(this.#copy)
  readonly #trade = new TradeView(this.#copy)
  readonly #book = new BookView(this.#copy)
  readonly #state = new StateView(this.#copy)
  readonly #symbols: SymbolTable
  readonly #onClose: () => void
  readonly #base: number
  readonly #mask: number
  /** Largest distance to the writer at which a record cannot be under its pen. */
  readonly #distanceMax: number
  #ints: Int32Array
  #words: Float64Array
  #position: number
  #firstPosition: number
  /** Where the writer was when we last looked: everything before it is complete. */
  #writerPosition: number
  #delivered = 0
  #lost = { overruns: 0, slots: 0, torn: 0 }
  #closed = false

  constructor(buffer: ArrayBuffer, header: RingHeader, options: ReaderOptions) {
    this.epoch = header.epoch
    this.createdUs = header.createdUs as EpochUs
    this.#symbols = new SymbolTable(buffer, header.headerBytes)
    this.#onClose = options.onClose ?? (() => undefined)
    this.#base = header.headerBytes / 4
    this.#mask = header.slotCount - 1
    this.#distanceMax = header.slotCount - layout.recordSlotsMax
    this.#ints = new Int32Array(buffer)
    this.#words = new Float64Array(buffer)
    this.#writerPosition = this.#look()
    this.#position = this.#writerPosition
    this.#firstPosition = this.#writerPosition
  }

  symbols(): RingSymbol[] {
    return this.#closed ? [] : this.#symbols.read()
  }
  position(): number {
    return this.#position
  }
  firstPosition(): number {
    return this.#firstPosition
  }
  delivered(): number {
    return this.#delivered
  }
  lost(): RingLoss {
    return { ...this.#lost }
  }
  writerBeatUs(): MonoUs {
    return (this.#words[at.beatUs / 8] ?? 0) as MonoUs
  }

  state(): 0 | 1 | 2 {
    if (this.#closed) return 2
    const ready = Atomics.load(this.#ints, at.ready / 4)
    return ready === 1 || ready === 2 ? ready : 0
  }

  seek(position: number): void {
    const writerPosition = this.#closed ? this.#position : this.#look()
    if (!(position <= writerPosition)) throw new RangeError(`ring position ${position} is ahead of the writer's ${writerPosition}`)
    this.#firstPosition += position - this.#position
    this.#position = position
    this.#writerPosition = position
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#ints = new Int32Array(0)
    this.#words = new Float64Array(0)
    this.#onClose()
  }

  poll(visitor: RingVisitor, maxRecords: number): number {
    let shown = 0
    for (let turn = 0; turn < maxRecords && !this.#closed; turn++) {
      if (this.#position === this.#writerPosition) this.#writerPosition = this.#look()
      if (this.#position === this.#writerPosition) return shown
      if (this.#take()) {
        shown++
        this.#show(visitor)
      } else {
        this.#skip(visitor)
      }
    }
    return shown
  }

  /** The writer's whole position, from the 32 bits it stores each time and the 53 of its last beat. */
  #look(): number {
    const known = this.#words[at.beatPosition / 8] ?? 0
    return known + ((Atomics.load(this.#ints, at.nextPosition / 4) - known) | 0)
  }

  /** Copies the record at our position; false when the writer has lapped it. */
  #take(): boolean {
    const ints = this.#ints
    const seq = (this.#position + 1) | 0
    const first = this.#base + (this.#position & this.#mask) * SLOT_INTS
    if (this.#writerPosition - this.#position > this.#distanceMax || Atomics.load(ints, first) !== seq) return false
    this.#copySlots(first)
    const again = Atomics.load(ints, first)
    const distance = (Atomics.load(ints, at.nextPosition / 4) - this.#position) | 0
    if (again === seq && distance > 0 && distance <= this.#distanceMax) return true
    this.#lost.torn++
    return false
  }

  #copySlots(first: number): void {
    const words = this.#words
    const to = this.#copy.words
    const head = first >> 1
    this.#copy.tag = this.#ints[first + at.kind / 4] ?? 0
    for (let index = 1; index < SLOT_WORDS; index++) to[index] = words[head + index] ?? 0
    const slots = Math.min(this.#copy.slots, layout.recordSlotsMax)
    let next = SLOT_WORDS
    for (let slot = 1; slot < slots; slot++) {
      const from = (this.#base + ((this.#position + slot) & this.#mask) * SLOT_INTS + at.continuation / 4) >> 1
      for (let index = 0; index < CONTINUATION_WORDS; index++) to[next + index] = words[from + index] ?? 0
      next += CONTINUATION_WORDS
    }
  }

  #show(visitor: RingVisitor): void {
    const copy = this.#copy
    const kind = copy.kind
    if (kind < layout.kinds.ticker || kind > layout.kinds.state) throw new RangeError(`ring position ${this.#position} is not the start of a record`)
    copy.position = this.#position
    this.#position += copy.slots
    this.#delivered += copy.slots
    if (kind === layout.kinds.ticker) visitor.onTicker?.(this.#ticker)
    else if (kind === layout.kinds.book) visitor.onBook?.(this.#book)
    else if (kind === layout.kinds.trade) visitor.onTrade?.(this.#trade)
    else visitor.onState?.(this.#state)
  }

  #skip(visitor: RingVisitor): void {
    this.#writerPosition = this.#look()
    const lostSlots = this.#writerPosition - this.#position
    this.#position = this.#writerPosition
    this.#lost.overruns++
    this.#lost.slots += lostSlots
    visitor.onOverrun(lostSlots)
  }
}

/** Reads a ring that somebody writes to the same memory; TradeError (78) when the bytes are no ring of this version. */
export const openRingReader = (buffer: ArrayBuffer, name: string, options: ReaderOptions = {}): RingReader => {
  const reader = new SlotReader(buffer, decodeHeader(buffer, name), options)
  if (reader.state() === 0) throw new TradeError('RING_NOT_READY', `ring '${name}' is not ready yet`, { category: 'retry', exit: 75 })
  return reader
}
