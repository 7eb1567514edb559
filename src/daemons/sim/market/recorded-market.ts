import { fillByPrint, fillByTouch, type Print, type QueuedOrder, resizeQueue } from '../../../lib/matching/queue.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import type { Side } from '../../../lib/model/order.ts'
import type { Turn } from '../events.ts'
import { leftLots, type VenueOrder } from '../trading/orders.ts'
import { createLastPrice } from './last-price.ts'
import { anyPrice, type FillSink, type Market, type MarketOrder, oppositeOf, type Taker } from './market.ts'
import type { Slice } from './replica.ts'
import { type BookLevels, createReplica, type LevelDiff, type Replica } from './replica.ts'

/** Best prices and sizes with the update id that they belong to. */
export interface Touch {
  readonly updateId: number
  readonly buy: Slice
  readonly sell: Slice
}

/** A market that a recording drives. Our orders are beside it: they fill by the conservative queue rule and never show in it. */
export interface RecordedMarket<Order extends MarketOrder = VenueOrder> extends Market<Order> {
  load(snapshot: BookLevels, turn: Turn): void
  diff(diff: LevelDiff, turn: Turn): void
  ticker(touch: Touch, turn: Turn): void
  print(print: Print, turn: Turn): void
  /** Orders that a restart brought back join the queue behind what is displayed now. */
  rejoin(order: Order): void
}

interface Queued<Order> extends QueuedOrder {
  readonly order: Order
}

class RecordedBook<Order extends MarketOrder> implements RecordedMarket<Order> {
  readonly instrument: Instrument
  readonly replica: Replica
  readonly #onFill: FillSink<Order>
  readonly #queue: Record<Side, Queued<Order>[]> = { buy: [], sell: [] }
  /** What our takers took of a level, until a diff touches it. */
  readonly #taken: Record<Side, Map<number, number>> = { buy: new Map(), sell: new Map() }
  readonly #price = createLastPrice()
  #touch: Touch | null = null

  readonly #isLive: boolean

  constructor(instrument: Instrument, onFill: FillSink<Order>, isLive: boolean) {
    this.#isLive = isLive
    this.instrument = instrument
    this.replica = createReplica()
    this.#onFill = onFill
  }

  get isClosed(): boolean {
    return this.#isLive && !this.replica.ready
  }

  get lastTicks(): number | null {
    return this.#price.ticks
  }

  takeRange() {
    return this.#price.takeRange()
  }

  touchTicks(side: Side): number | null {
    const touch = this.#newerTouch()
    if (touch !== null) return touch[side].ticks
    return this.replica.best(side)?.ticks ?? null
  }

  preview({ side }: Taker, limitTicks: number, maxLots: number): Slice[] {
    const makers = oppositeOf(side)
    const slices: Slice[] = []
    let left = maxLots
    for (const level of this.#levels(makers, limitTicks)) {
      const lots = Math.min(left, level.lots - (this.#taken[makers].get(level.ticks) ?? 0))
      if (lots > 0) slices.push({ ticks: level.ticks, lots })
      left -= Math.max(0, lots)
      if (left === 0) break
    }
    return slices
  }

  submit(order: Order, turn: Turn): void {
    const makers = oppositeOf(order.side)
    const limit = order.type === 'market' ? anyPrice(order.side) : order.ticks
    for (const { ticks, lots } of this.preview(order, limit, leftLots(order))) {
      const taken = this.#taken[makers]
      taken.set(ticks, (taken.get(ticks) ?? 0) + lots)
      this.#onFill(order, { ticks, lots, maker: false, tradeId: null }, turn)
    }
    if (order.tif === 'gtc' && order.type !== 'market' && leftLots(order) > 0) this.rejoin(order)
  }

  rejoin(order: Order): void {
    if (order.waiting === true) return
    const { side, ticks } = order
    this.#queue[side].push({ order, side, ticks, leftLots: leftLots(order), aheadLots: this.#displayed(side, ticks) })
  }

  withdraw(order: Order): void {
    const queue = this.#queue[order.side]
    const at = queue.findIndex((queued) => queued.order === order)
    if (at >= 0) queue.splice(at, 1)
  }

  reduce(order: Order, lots: number): void {
    const queued = this.#queue[order.side].find((candidate) => candidate.order === order)
    if (queued !== undefined) queued.leftLots -= lots
  }

  load(snapshot: BookLevels, turn: Turn): void {
    this.replica.load(snapshot)
    this.#fillByTouch(turn)
  }

  diff(diff: LevelDiff, turn: Turn): void {
    if (!this.replica.apply(diff)) return
    this.#touchLevels('buy', diff.bids)
    this.#touchLevels('sell', diff.asks)
    this.#fillByTouch(turn)
  }

  ticker(touch: Touch, turn: Turn): void {
    this.#touch = touch
    if (this.replica.ready) this.#fillByTouch(turn)
  }

  print(print: Print, turn: Turn): void {
    this.#price.note(print.ticks)
    for (const side of ['buy', 'sell'] as const) {
      const usedAt = new Map<number, number>()
      for (const queued of this.#queue[side]) {
        const lots = fillByPrint(queued, print, usedAt.get(queued.ticks))
        usedAt.set(queued.ticks, (usedAt.get(queued.ticks) ?? 0) + lots)
        this.#fillQueued(queued, lots, turn)
      }
      this.#dropFilled(side)
    }
  }

  #fillByTouch(turn: Turn): void {
    for (const side of ['buy', 'sell'] as const) {
      const queue = this.#queue[side]
      const opposite = queue.length === 0 ? null : this.touchTicks(oppositeOf(side))
      if (opposite === null) continue
      for (const queued of queue) this.#fillQueued(queued, fillByTouch(queued, opposite), turn)
      this.#dropFilled(side)
    }
  }

  #fillQueued(queued: Queued<Order>, lots: number, turn: Turn): void {
    if (lots > 0) this.#onFill(queued.order, { ticks: queued.ticks, lots, maker: true, tradeId: null }, turn)
  }

  #dropFilled(side: Side): void {
    const queue = this.#queue[side]
    if (queue.some(({ leftLots: left }) => left === 0)) this.#queue[side] = queue.filter(({ leftLots: left }) => left > 0)
  }

  #touchLevels(side: Side, flat: readonly number[]): void {
    const queue = this.#queue[side]
    for (let index = 0; index + 1 < flat.length; index += 2) {
      const ticks = flat[index] ?? 0
      this.#taken[side].delete(ticks)
      for (const queued of queue) if (queued.ticks === ticks) resizeQueue(queued, flat[index + 1] ?? 0)
    }
  }

  /** The ticker's touch, while no diff has overtaken it. */
  #newerTouch(): Touch | null {
    return this.#touch !== null && this.#touch.updateId >= this.replica.updateId ? this.#touch : null
  }

  #displayed(side: Side, ticks: number): number {
    const touch = this.#newerTouch()
    return touch?.[side].ticks === ticks ? touch[side].lots : this.replica.lotsAt(side, ticks)
  }

  /** Levels of a side up to a price as they are now: the touch from the ticker, what lies behind it from the replica. */
  *#levels(side: Side, limitTicks: number): Generator<Slice> {
    const touch = this.#newerTouch()?.[side]
    const worse = (ticks: number, than: number): boolean => (side === 'buy' ? ticks < than : ticks > than)
    if (touch !== undefined) {
      if (worse(touch.ticks, limitTicks)) return
      yield touch
    }
    for (let rank = 0; ; rank++) {
      const level = this.replica.level(side, rank)
      if (level === null || worse(level.ticks, limitTicks)) return
      if (touch === undefined || worse(level.ticks, touch.ticks)) yield level
    }
  }
}

/** `isLive`: without its book the market is closed; that of a recording still waits for its beginning. */
export const createRecordedMarket = <Order extends MarketOrder = VenueOrder>(
  instrument: Instrument,
  onFill: FillSink<Order>,
  isLive = false,
): RecordedMarket<Order> => new RecordedBook(instrument, onFill, isLive)
