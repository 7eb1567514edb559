import { assert } from '../base/assert.ts'
import type { OrderType, Side, TimeInForce } from '../model/order.ts'
import { type BookSide, dequeue, enqueue, isBetter, type Level, levelAt, openLevel, type RestingOrder } from './levels.ts'

/** What a client of the engine wants. Whole ticks and lots; `ticks` is ignored for a market order. */
export interface EngineOrder {
  /** Unique over the life of the engine. */
  readonly id: number
  readonly side: Side
  readonly type: OrderType
  readonly tif: TimeInForce
  readonly ticks: number
  readonly lots: number
}

/** `expired`: the rest of a market, ioc or fok order; `refused`: a limitMaker order that would take. */
export type EngineStatus = 'resting' | 'filled' | 'expired' | 'refused'

export interface EngineAnswer {
  readonly status: EngineStatus
  readonly filledLots: number
}

/** Two orders that met, at the maker's price. */
export interface Execution {
  readonly makerId: number
  readonly takerId: number
  readonly takerSide: Side
  readonly ticks: number
  readonly lots: number
  /** What the maker still has in the book. */
  readonly makerLeftLots: number
}

/** Told about every change, in order; a level's new size after each order that came, went or traded. */
export interface EngineSink {
  executed(execution: Execution): void
  levelChanged(side: Side, ticks: number, lots: number): void
}

/** Price-time order book of individual orders for one instrument. */
export interface Engine {
  submit(order: EngineOrder): EngineAnswer
  /** Remaining lots that were taken out; 0 when no such order rests. */
  cancel(id: number): number
  resting(id: number): RestingOrder | undefined
  /** The best level of a side, or the nth best; undefined when there is none. */
  best(side: Side, depth?: number): Level | undefined
  levelLots(side: Side, ticks: number): number
  levelCount(side: Side): number
  /** Lots that a taker of `takerSide` finds up to its limit price, counted no further than `maxLots`. */
  available(takerSide: Side, ticks: number, maxLots: number): number
}

const opposite = (side: Side): Side => (side === 'buy' ? 'sell' : 'buy')
const worstTicks = (side: Side): number => (side === 'buy' ? Number.MAX_SAFE_INTEGER : 0)

class MatchingEngine implements Engine {
  readonly #sides = { buy: { side: 'buy', levels: [] } as BookSide, sell: { side: 'sell', levels: [] } as BookSide }
  readonly #orders = new Map<number, RestingOrder>()
  readonly #sink: EngineSink

  constructor(sink: EngineSink) {
    this.#sink = sink
  }

  submit(order: EngineOrder): EngineAnswer {
    assert(order.lots > 0 && Number.isSafeInteger(order.lots), `'lots' ${order.lots} of order ${order.id} is no positive whole number`)
    const limit = order.type === 'market' ? worstTicks(order.side) : order.ticks
    if (order.type === 'limitMaker' && this.available(order.side, limit, 1) > 0) return { status: 'refused', filledLots: 0 }
    if (order.tif === 'fok' && this.available(order.side, limit, order.lots) < order.lots) return { status: 'expired', filledLots: 0 }
    const left = this.#take(order, limit)
    const filledLots = order.lots - left
    if (left === 0) return { status: 'filled', filledLots }
    if (order.type === 'market' || order.tif !== 'gtc') return { status: 'expired', filledLots }
    this.#rest(order, left)
    return { status: 'resting', filledLots }
  }

  cancel(id: number): number {
    const order = this.#orders.get(id)
    if (order === undefined) return 0
    const { lots } = order
    this.#remove(order)
    this.#sink.levelChanged(order.side, order.level.ticks, order.level.lots)
    return lots
  }

  resting(id: number): RestingOrder | undefined {
    return this.#orders.get(id)
  }

  best(side: Side, depth = 0): Level | undefined {
    const { levels } = this.#sides[side]
    return levels[levels.length - 1 - depth]
  }

  levelLots(side: Side, ticks: number): number {
    return levelAt(this.#sides[side], ticks)?.lots ?? 0
  }

  levelCount(side: Side): number {
    return this.#sides[side].levels.length
  }

  available(takerSide: Side, ticks: number, maxLots: number): number {
    const makers = opposite(takerSide)
    let found = 0
    for (let depth = 0; found < maxLots; depth++) {
      const level = this.best(makers, depth)
      if (level === undefined || isBetter(makers, ticks, level.ticks)) break
      found += level.lots
    }
    return Math.min(found, maxLots)
  }

  #take(order: EngineOrder, limit: number): number {
    const makers = opposite(order.side)
    let left = order.lots
    while (left > 0) {
      const level = this.best(makers)
      if (level === undefined || level.first === null || isBetter(makers, limit, level.ticks)) break
      left -= this.#execute(order, level.first, left)
    }
    return left
  }

  #execute(taker: EngineOrder, maker: RestingOrder, wanted: number): number {
    const { level } = maker
    const lots = Math.min(wanted, maker.lots)
    if (lots === maker.lots) {
      this.#remove(maker)
      maker.lots = 0
    } else {
      maker.lots -= lots
      level.lots -= lots
    }
    this.#sink.levelChanged(maker.side, level.ticks, level.lots)
    this.#sink.executed({ makerId: maker.id, takerId: taker.id, takerSide: taker.side, ticks: level.ticks, lots, makerLeftLots: maker.lots })
    return lots
  }

  #rest(order: EngineOrder, lots: number): void {
    assert(!this.#orders.has(order.id), `order ${order.id} rests already`)
    const level = openLevel(this.#sides[order.side], order.ticks)
    const resting: RestingOrder = { id: order.id, side: order.side, lots, level, before: null, after: null }
    enqueue(resting)
    this.#orders.set(order.id, resting)
    this.#sink.levelChanged(order.side, order.ticks, level.lots)
  }

  #remove(order: RestingOrder): void {
    dequeue(this.#sides[order.side], order)
    this.#orders.delete(order.id)
  }
}

export const createEngine = (sink: EngineSink): Engine => new MatchingEngine(sink)
