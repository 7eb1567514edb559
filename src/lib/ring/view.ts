import type { EpochUs, Lots, MonoUs, Ticks } from '../base/units.ts'
import type { Side } from '../model/order.ts'
import type { RingBookView, RingStateView, RingTickerView, RingTradeView, RingView } from '../ports/ring.ts'
import { at, layout } from './layout.ts'

const SLOT_WORDS = layout.slotBytes / 8
const CONTINUATION_WORDS = (layout.slotBytes - at.continuation) / 8
const PAYLOAD = at.payload / 8

/** A record copied out of the ring: the head slot, then the payloads of its continuation slots without a gap. */
export class RecordCopy {
  readonly words = new Float64Array(SLOT_WORDS + (layout.recordSlotsMax - 1) * CONTINUATION_WORDS)
  position = 0
  /** Kind, slots and symbol index as one integer: as half of a float it could be taken for a NaN and changed. */
  tag = 0

  get kind(): number {
    return this.tag & 0xff
  }
  get slots(): number {
    return (this.tag >>> 8) & 0xff
  }
  get symbolIndex(): number {
    return this.tag >>> 16
  }
  /** A word of the payload. */
  at(index: number): number {
    return this.words[PAYLOAD + index] ?? 0
  }
}

class HeadView implements RingView {
  protected readonly copy: RecordCopy
  constructor(copy: RecordCopy) {
    this.copy = copy
  }
  get position(): number {
    return this.copy.position
  }
  get slots(): number {
    return this.copy.slots
  }
  get symbolIndex(): number {
    return this.copy.symbolIndex
  }
  get id(): number {
    return this.copy.words[1] ?? 0
  }
  get eventUs(): EpochUs {
    return (this.copy.words[2] ?? 0) as EpochUs
  }
  get receivedMonoUs(): MonoUs {
    return (this.copy.words[3] ?? 0) as MonoUs
  }
  get publishedMonoUs(): MonoUs {
    return (this.copy.words[4] ?? 0) as MonoUs
  }
}

export class TickerView extends HeadView implements RingTickerView {
  readonly kind = 'ticker'
  get bidTicks(): Ticks {
    return this.copy.at(0) as Ticks
  }
  get bidLots(): Lots {
    return this.copy.at(1) as Lots
  }
  get askTicks(): Ticks {
    return this.copy.at(2) as Ticks
  }
  get askLots(): Lots {
    return this.copy.at(3) as Lots
  }
}

export class TradeView extends HeadView implements RingTradeView {
  readonly kind = 'trade'
  get priceTicks(): Ticks {
    return this.copy.at(0) as Ticks
  }
  get qtyLots(): Lots {
    return this.copy.at(1) as Lots
  }
  get aggressor(): Side {
    return this.copy.at(2) === 1 ? 'buy' : 'sell'
  }
}

const BIDS = 2
const ASKS = BIDS + 2 * layout.bookLevels

export class BookView extends HeadView implements RingBookView {
  readonly kind = 'book'
  get bidCount(): number {
    return this.copy.at(0)
  }
  get askCount(): number {
    return this.copy.at(1)
  }
  bidTicks(level: number): Ticks {
    return (level < this.bidCount ? this.copy.at(BIDS + 2 * level) : Number.NaN) as Ticks
  }
  bidLots(level: number): Lots {
    return (level < this.bidCount ? this.copy.at(BIDS + 2 * level + 1) : Number.NaN) as Lots
  }
  askTicks(level: number): Ticks {
    return (level < this.askCount ? this.copy.at(ASKS + 2 * level) : Number.NaN) as Ticks
  }
  askLots(level: number): Lots {
    return (level < this.askCount ? this.copy.at(ASKS + 2 * level + 1) : Number.NaN) as Lots
  }
}

export class StateView extends HeadView implements RingStateView {
  readonly kind = 'state'
  get code(): number {
    return this.copy.at(0)
  }
  get sinceUs(): EpochUs {
    return this.copy.at(1) as EpochUs
  }
  get reason(): number {
    return this.copy.at(2)
  }
}
