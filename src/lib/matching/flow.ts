import { type Prng, prng } from '../base/prng.ts'
import type { Side } from '../model/order.ts'
import type { Engine, Execution } from './engine.ts'
import { createShape, type FlowScale, type FlowShape } from './flow-shape.ts'
import { orderPool } from './order-pool.ts'

const SIDES: readonly Side[] = ['buy', 'sell']
const DEEP_ORDERS_PER_SIDE = 900
/** Arrivals without excitement, at a mood of 1. */
const BASE_PER_S = 80
/** Each arrival raises the rate for a moment, a move of the price raises it more. */
const ARRIVAL_JUMP_PER_S = 14
const MOVE_JUMP_PER_S = 160
const DECAY_PER_S = 28
const MAX_PER_S = 8_000
/** The market's mood multiplies the rate; it wanders over seconds, and further up than down. */
const MOOD = { everyUs: 250_000, memory: 0.88, upSigma: 1.28, downSigma: 0.73 }
const MOVE_REVERSION = 0.00002
const US_PER_S = 1_000_000
const MAX_SWEPT_COUNT = 400

export interface FlowOptions extends FlowScale {
  readonly seed: number
  /** One independent flow for each name. */
  readonly name: string
  readonly startUs: number
  /** Divides the time between orders; default 1, the measured pace. */
  readonly activityRatio?: number
  /** Orders of a side away from the touch; default 900, the measured depth. */
  readonly deepCount?: number
}

/** Everybody else in the market: limit, cancel and market orders that come in bursts. */
export interface Flow {
  /** When the next order comes, microseconds since the epoch. */
  readonly nextUs: number
  /** Lets the next order or move happen and draws the time of the one after. */
  act(): void
  /** A resting order traded; the flow forgets its own when they are gone. */
  executed(execution: Execution): void
}

/** What may happen next, with its share of all arrivals. */
type Act = readonly [share: number, act: (flow: MarketFlow) => void]

const sign = (side: Side): 1 | -1 => (side === 'buy' ? 1 : -1)
const other = (side: Side): Side => (side === 'buy' ? 'sell' : 'buy')

class MarketFlow implements Flow {
  nextUs: number
  readonly #engine: Engine
  readonly #random: Prng
  readonly #shape: FlowShape
  readonly #midTicks: number
  readonly #activityRatio: number
  readonly #deepCount: number
  readonly #pools = { buy: orderPool(), sell: orderPool() }
  #lastId = 0
  #excitedPerS = 0
  /** Standard normal. */
  #mood = 0
  #nextMoodUs: number
  /** After a sweep: the price that the new bid will be quoted at. */
  #requoteTicks: number | null = null

  constructor(engine: Engine, options: FlowOptions) {
    this.#engine = engine
    this.#random = prng(options.seed, `flow-${options.name}`)
    this.#shape = createShape(this.#random, options)
    this.#midTicks = options.midTicks
    this.#activityRatio = options.activityRatio ?? 1
    this.#deepCount = options.deepCount ?? DEEP_ORDERS_PER_SIDE
    this.nextUs = options.startUs
    this.#nextMoodUs = options.startUs
    this.#open()
  }

  act(): void {
    if (this.#requoteTicks !== null && this.#random.chance(0.93)) this.#requote(this.#requoteTicks)
    else this.#choose()(this)
    this.#schedule()
  }

  executed({ makerId, makerLeftLots }: Execution): void {
    if (makerLeftLots > 0) return
    this.#pools.buy.remove(makerId)
    this.#pools.sell.remove(makerId)
  }

  placeDeep(): void {
    const side = this.#side()
    const touch = this.#touch(side)
    const exact = touch - sign(side) * this.#shape.deepTicks()
    const round = this.#shape.roundTicks
    const ticks = this.#random.chance(0.3) ? Math.round(exact / round) * round : exact
    this.#place(side, ticks, this.#shape.deepLots())
  }

  cancelAny(): void {
    const side = this.#side()
    const pool = this.#pools[side]
    if (pool.size > this.#deepCount / 2) this.#cancel(side, pool.pick(this.#random))
  }

  /** Keeps the number of resting orders near its mean. */
  changeDeep(): void {
    const resting = this.#pools.buy.size + this.#pools.sell.size
    if (this.#random.chance(Math.min(0.9, resting / (4 * this.#deepCount)))) this.cancelAny()
    else this.placeDeep()
  }

  changeTouch(): void {
    const side = this.#side()
    const best = this.#engine.best(side)
    const newest = best?.last
    if (best !== undefined && best.first !== newest && newest !== undefined && newest !== null && this.#random.chance(0.47)) this.#cancel(side, newest.id)
    else this.#place(side, this.#touch(side), this.#shape.touchLots())
  }

  takeSome(): void {
    const side = this.#side()
    this.#submit(side, { type: 'market', ticks: 0, lots: this.#shape.marketLots() })
  }

  /** The price moves: most makers pull their quotes, the others are hit, and the touch is quoted anew a moment later. */
  move(): void {
    const side: Side = this.#random.chance(this.#upChance()) ? 'buy' : 'sell'
    const makers = other(side)
    const target = this.#touch(makers) + sign(side) * this.#shape.moveTicks()
    if (target <= this.#shape.roundTicks) return
    this.#pullQuotes(makers, target)
    const lots = this.#engine.available(side, target - sign(side), Number.MAX_SAFE_INTEGER)
    if (lots > 0) this.#submit(side, { type: 'limit', ticks: target - sign(side), lots })
    this.#requoteTicks = side === 'buy' ? target - 1 : target
    this.#excitedPerS += MOVE_JUMP_PER_S
    const behind = this.#engine.best(side)?.last
    if (behind !== undefined && behind !== null && this.#random.chance(0.7)) this.#cancel(side, behind.id)
  }

  #choose(): (flow: MarketFlow) => void {
    let draw = this.#random.unit()
    for (const [share, act] of ACTS) {
      draw -= share
      if (draw < 0) return act
    }
    return rest
  }

  #schedule(): void {
    if (this.nextUs >= this.#nextMoodUs) this.#swing()
    const pace = Math.exp(this.#mood * (this.#mood < 0 ? MOOD.downSigma : MOOD.upSigma))
    const perS = Math.min(MAX_PER_S, (BASE_PER_S + this.#excitedPerS) * pace)
    const gapUs = Math.max(1, Math.round(this.#random.exponential(US_PER_S / perS)))
    this.#excitedPerS = this.#excitedPerS * Math.exp((-DECAY_PER_S * gapUs * pace) / US_PER_S) + ARRIVAL_JUMP_PER_S
    this.nextUs += Math.max(1, Math.round(gapUs / this.#activityRatio))
  }

  #swing(): void {
    this.#nextMoodUs = this.nextUs + MOOD.everyUs
    this.#mood = this.#mood * MOOD.memory + this.#random.normal() * Math.sqrt(1 - MOOD.memory ** 2)
  }

  #upChance(): number {
    const away = (this.#touch('buy') - this.#midTicks) / this.#midTicks
    return Math.min(0.9, Math.max(0.1, 0.5 - (away * MOVE_REVERSION * this.#midTicks) / 10))
  }

  /** Makers of the side up to the target cancel, the large ones nearly always; clients' orders cannot be pulled. */
  #pullQuotes(makers: Side, target: number): void {
    let depth = 0
    for (let count = 0; count < MAX_SWEPT_COUNT; count++) {
      const level = this.#engine.best(makers, depth)
      if (level === undefined || sign(makers) * (level.ticks - target) <= 0) return
      const newest = level.last
      if (newest !== null && newest.id < 0 && this.#random.chance(newest.lots > this.#shape.largeLots ? 0.985 : 0.78)) this.#cancel(makers, newest.id)
      else depth += 1
    }
  }

  #requote(bidTicks: number): void {
    this.#requoteTicks = null
    this.#place('buy', bidTicks, this.#shape.touchLots())
    this.#place('sell', bidTicks + 1, this.#shape.touchLots())
  }

  #open(): void {
    this.#requote(this.#midTicks)
    for (const side of SIDES) {
      for (let count = 0; count < this.#deepCount; count++)
        this.#place(side, this.#midTicks - sign(side) * (1 + this.#shape.deepTicks()), this.#shape.deepLots())
    }
  }

  #touch(side: Side): number {
    return this.#engine.best(side)?.ticks ?? this.#requoteTicks ?? this.#midTicks
  }

  #side(): Side {
    return this.#random.chance(0.5) ? 'buy' : 'sell'
  }

  #place(side: Side, ticks: number, lots: number): void {
    if (ticks > 0) this.#submit(side, { type: 'limitMaker', ticks, lots })
  }

  #submit(side: Side, order: { readonly type: 'limit' | 'limitMaker' | 'market'; readonly ticks: number; readonly lots: number }): void {
    this.#lastId -= 1
    const tif = order.type === 'limitMaker' ? 'gtc' : 'ioc'
    const answer = this.#engine.submit({ id: this.#lastId, side, tif, ...order })
    if (answer.status === 'resting') this.#pools[side].add(this.#lastId)
  }

  #cancel(side: Side, id: number): void {
    if (id < 0 && this.#pools[side].remove(id)) this.#engine.cancel(id)
  }
}

const rest = (flow: MarketFlow): void => flow.changeDeep()

const ACTS: readonly Act[] = [
  [0.02, (flow) => flow.move()],
  [0.03, (flow) => flow.takeSome()],
  [0.21, (flow) => flow.changeTouch()],
]

export const createFlow = (engine: Engine, options: FlowOptions): Flow => new MarketFlow(engine, options)
