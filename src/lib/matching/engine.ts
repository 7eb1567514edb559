import { assert } from '../base/assert.ts'
import type { OrderType, Side, TimeInForce } from '../model/order.ts'
import { showNextPart } from './iceberg.ts'
import { type BookSide, dequeue, enqueue, isBetter, type Level, levelAt, openLevel, type RestingOrder } from './levels.ts'
import { preventedLots, type SelfTrade } from './self-trade.ts'

/** What a client of the engine wants. Whole ticks and lots; `ticks` is ignored for a market order. */
export interface EngineOrder {
  /** Unique over the life of the engine. */
  readonly id: number
  readonly side: Side
  readonly type: OrderType
  readonly tif: TimeInForce
  readonly ticks: number
  readonly lots: number
  /** Whose order it is; orders of one owner may be kept from trading with each other. */
  readonly owner?: string
  /** As a taker against its own owner; default: they trade. */
  readonly selfTrade?: SelfTrade
  /** Most lots that an iceberg order shows at once; default all of them. */
  readonly showLots?: number
}

/** `expired`: the rest of a market, ioc or fok order; `refused`: a limitMaker order that would take; `prevented`: self-trade prevention took the rest. */
export type EngineStatus = 'resting' | 'filled' | 'expired' | 'refused' | 'prevented'

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

/** Two orders of one owner that met and did not trade. */
export interface Prevention {
  readonly makerId: number
  readonly takerId: number
  readonly ticks: number
  readonly mode: Exclude<SelfTrade, 'trade'>
  /** What each of them lost. */
  readonly makerLots: number
  readonly takerLots: number
  /** What the maker still has in the book. */
  readonly makerLeftLots: number
}

/** Told about every change, in order; a level's new size after each order that came, went or traded. */
export interface EngineSink {
  executed(execution: Execution): void
  prevented?(prevention: Prevention): void
  levelChanged(side: Side, ticks: number, lots: number): void
}

/** Price-time order book of individual orders for one instrument. */
export interface Engine {
  submit(order: EngineOrder): EngineAnswer
  /** Remaining lots that were taken out; 0 when no such order rests. */
  cancel(id: number): number
  /** Lowers a resting order by so many lots, less than it has; it keeps its place. */
  reduce(id: number, lots: number): void
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

const leftOf = (order: RestingOrder): number => order.lots + order.hiddenLots

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
    const { left, lost } = this.#take(order, limit)
    const filledLots = order.lots - left - lost
    if (left === 0) return { status: lost > 0 ? 'prevented' : 'filled', filledLots }
    if (order.type === 'market' || order.tif !== 'gtc') return { status: 'expired', filledLots }
    this.#rest(order, left)
    return { status: 'resting', filledLots }
  }

  cancel(id: number): number {
    const order = this.#orders.get(id)
    if (order === undefined) return 0
    const lots = leftOf(order)
    this.#remove(order)
    this.#sink.levelChanged(order.side, order.level.ticks, order.level.lots)
    return lots
  }

  reduce(id: number, lots: number): void {
    const order = this.#orders.get(id)
    assert(order !== undefined && lots < leftOf(order), `order ${id} does not rest with more than ${lots} lots`)
    this.#shrink(order, lots)
    this.#sink.levelChanged(order.side, order.level.ticks, order.level.lots)
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
      found += level.lots + level.hiddenLots
    }
    return Math.min(found, maxLots)
  }

  /** What is left of a taker after the book gave what it has, and what it lost to prevention. */
  #take(order: EngineOrder, limit: number): { readonly left: number; readonly lost: number } {
    const makers = opposite(order.side)
    let left = order.lots
    let lost = 0
    while (left > 0) {
      const level = this.best(makers)
      if (level === undefined || level.first === null || isBetter(makers, limit, level.ticks)) break
      const prevented = this.#prevent(order, level.first, left)
      if (prevented === null) left -= this.#execute(order, level.first, left)
      else {
        left -= prevented
        lost += prevented
      }
    }
    return { left, lost }
  }

  /** Lots that the taker loses to prevention; null when the two may trade. */
  #prevent(taker: EngineOrder, maker: RestingOrder, takerLeft: number): number | null {
    const { owner, selfTrade = 'trade' } = taker
    if (owner === undefined || owner !== maker.owner || selfTrade === 'trade') return null
    const { level } = maker
    const { makerLots, takerLots } = preventedLots(selfTrade, leftOf(maker), takerLeft)
    const makerLeftLots = leftOf(maker) - makerLots
    if (makerLots > 0) {
      if (makerLeftLots === 0) this.#remove(maker)
      else this.#shrink(maker, makerLots)
      this.#sink.levelChanged(maker.side, level.ticks, level.lots)
    }
    this.#sink.prevented?.({ makerId: maker.id, takerId: taker.id, ticks: level.ticks, mode: selfTrade, makerLots, takerLots, makerLeftLots })
    return takerLots
  }

  #execute(taker: EngineOrder, maker: RestingOrder, wanted: number): number {
    const { level } = maker
    const lots = Math.min(wanted, maker.lots)
    if (lots < maker.lots) {
      maker.lots -= lots
      level.lots -= lots
    } else if (maker.hiddenLots > 0) {
      level.lots -= lots
      showNextPart(maker)
    } else {
      this.#remove(maker)
      maker.lots = 0
    }
    this.#sink.levelChanged(maker.side, level.ticks, level.lots)
    const makerLeftLots = leftOf(maker)
    this.#sink.executed({ makerId: maker.id, takerId: taker.id, takerSide: taker.side, ticks: level.ticks, lots, makerLeftLots })
    return lots
  }

  /** Takes lots from an order that keeps some: hidden ones first, because the shown ones hold its place. */
  #shrink(order: RestingOrder, lots: number): void {
    const hidden = Math.min(lots, order.hiddenLots)
    order.hiddenLots -= hidden
    order.level.hiddenLots -= hidden
    order.lots -= lots - hidden
    order.level.lots -= lots - hidden
  }

  #rest(order: EngineOrder, lots: number): void {
    assert(!this.#orders.has(order.id), `order ${order.id} rests already`)
    const level = openLevel(this.#sides[order.side], order.ticks)
    const shown = Math.min(lots, order.showLots ?? lots)
    const resting: RestingOrder = {
      id: order.id,
      side: order.side,
      lots: shown,
      hiddenLots: lots - shown,
      partLots: shown,
      owner: order.owner,
      level,
      before: null,
      after: null,
    }
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
