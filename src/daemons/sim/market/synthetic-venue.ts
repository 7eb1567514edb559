import { must } from '../../../lib/base/assert.ts'
import { epochUs } from '../../../lib/base/units.ts'
import type { EngineOrder, Prevention } from '../../../lib/matching/engine.ts'
import type { Level } from '../../../lib/matching/levels.ts'
import { createSyntheticMarket, type SyntheticMarket } from '../../../lib/matching/synthetic.ts'
import type { BookDiff, TapeTrade, TopOfBook } from '../../../lib/matching/tape.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import type { OrderType, Side } from '../../../lib/model/order.ts'
import type { Turn } from '../events.ts'
import { leftLots, type VenueOrder } from '../trading/orders.ts'
import { startScale } from './instruments.ts'
import { createLastPrice } from './last-price.ts'
import { type FillSink, type Market, type MarketOrder, oppositeOf, type PreventionSink, type Taker } from './market.ts'
import type { Slice } from './replica.ts'
import { createReplica } from './replica.ts'

/** What a synthetic market tells the public; times are the market's, microseconds since the epoch. */
export interface PublicSink {
  trade(trade: TapeTrade, atUs: number, turn: Turn): void
  top(top: TopOfBook, turn: Turn): void
  diff(diff: BookDiff, atUs: number, turn: Turn): void
}

/** A market in which clients' orders stand in one book with everybody else's. */
export interface SyntheticVenue<Order extends MarketOrder = VenueOrder> extends Market<Order> {
  readonly tape: SyntheticMarket['tape']
  /** When something happens next. */
  readonly dueUs: number
  /** Lets the others trade until now. */
  advance(turn: Turn): void
  /** Puts an order that a restart brought back into the book. */
  readmit(order: Order, turn: Turn): void
}

export interface SyntheticStart {
  readonly seed: number
  readonly activityRatio: number
  readonly deepCount?: number
  readonly isQuiet?: boolean
  readonly startUs: number
  readonly updateId: number
  readonly tradeId: number
  readonly midTicks?: number
}

/** Where fills of clients and public data go. */
export interface SyntheticSinks<Order extends MarketOrder = VenueOrder> {
  readonly onFill: FillSink<Order>
  readonly onPrevented?: PreventionSink<Order>
  readonly public: PublicSink
  /** A client changed the book. */
  readonly touched?: () => void
}

const toEngine = (order: MarketOrder, type: OrderType): EngineOrder => ({
  id: order.orderId,
  side: order.side,
  type,
  tif: order.tif,
  ticks: order.ticks,
  lots: leftLots(order),
  ...(order.account === undefined ? {} : { owner: order.account }),
  ...(order.selfTrade === undefined ? {} : { selfTrade: order.selfTrade }),
  ...(order.icebergLots === undefined ? {} : { showLots: order.icebergLots }),
})

/** Shown lots of a level that expire when the taker comes to them. */
const avoidedIn = (level: Level, { account, selfTrade }: Taker): number => {
  if (account === undefined || selfTrade !== 'expireMaker') return 0
  let lots = 0
  for (let resting = level.first; resting !== null; resting = resting.after) if (resting.owner === account) lots += resting.lots
  return lots
}

class SharedBook<Order extends MarketOrder> implements SyntheticVenue<Order> {
  readonly instrument: Instrument
  readonly replica = createReplica()
  readonly #market: SyntheticMarket
  readonly #sinks: SyntheticSinks<Order>
  readonly #clients = new Map<number, Order>()
  readonly #price = createLastPrice()
  #turn: Turn | null = null
  #isAdvancing = false

  constructor(instrument: Instrument, start: SyntheticStart, sinks: SyntheticSinks<Order>) {
    this.instrument = instrument
    this.#sinks = sinks
    const scale = startScale(instrument)
    this.#market = createSyntheticMarket(
      {
        trade: (trade) => this.#tradeHappened(trade),
        prevented: (prevention) => this.#prevented(prevention),
        top: (top) => sinks.public.top(top, this.#now()),
        diff: (diff) => {
          this.replica.apply(diff)
          sinks.public.diff(diff, this.#market.nowUs, this.#now())
        },
      },
      { ...start, name: instrument.symbol, midTicks: start.midTicks ?? scale.midTicks, unitLots: scale.unitLots },
    )
    const opening = this.#market.tape.flush()
    this.replica.load({ updateId: this.tape.updateId, bids: opening?.bids ?? [], asks: opening?.asks ?? [] })
  }

  get dueUs(): number {
    return this.#market.dueUs
  }

  get tape(): SyntheticMarket['tape'] {
    return this.#market.tape
  }

  get lastTicks(): number | null {
    return this.#price.ticks
  }

  takeRange() {
    return this.#price.takeRange()
  }

  touchTicks(side: Side): number | null {
    return this.tape.engine.best(side)?.ticks ?? null
  }

  preview(taker: Taker, limitTicks: number, maxLots: number): Slice[] {
    const { side } = taker
    const found: Slice[] = []
    let left = maxLots
    for (let depth = 0; left > 0; depth++) {
      const level = this.tape.engine.best(oppositeOf(side), depth)
      if (level === undefined || (side === 'buy' ? level.ticks > limitTicks : level.ticks < limitTicks)) break
      const lots = Math.min(left, level.lots - avoidedIn(level, taker))
      if (lots > 0) found.push({ ticks: level.ticks, lots })
      left -= lots
    }
    return found
  }

  submit(order: Order, turn: Turn): void {
    this.#enter(order, order.type, turn)
  }

  readmit(order: Order, turn: Turn): void {
    if (order.waiting !== true) this.#enter(order, 'limit', turn)
  }

  withdraw(order: Order, turn: Turn): void {
    this.advance(turn)
    this.tape.engine.cancel(order.orderId)
    this.#clients.delete(order.orderId)
    this.#settle()
  }

  reduce(order: Order, lots: number, turn: Turn): void {
    this.advance(turn)
    this.tape.engine.reduce(order.orderId, lots)
    this.#settle()
  }

  advance(turn: Turn): void {
    // a fill may end an order of its own list
    if (this.#isAdvancing) return
    this.#isAdvancing = true
    this.#turn = turn
    this.#market.advance(turn.nowUs)
    this.#isAdvancing = false
  }

  #enter(order: Order, type: OrderType, turn: Turn): void {
    this.advance(turn)
    this.#clients.set(order.orderId, order)
    const answer = this.tape.engine.submit(toEngine(order, type))
    if (answer.status !== 'resting') this.#clients.delete(order.orderId)
    this.#settle()
  }

  #prevented(prevention: Prevention): void {
    const maker = this.#clients.get(prevention.makerId)
    const taker = this.#clients.get(prevention.takerId)
    if (maker === undefined || taker === undefined) return
    if (prevention.makerLeftLots === 0) this.#clients.delete(prevention.makerId)
    this.#sinks.onPrevented?.({ maker, taker }, prevention, this.#now())
  }

  #tradeHappened(trade: TapeTrade): void {
    this.#price.note(trade.ticks)
    const turn = { ...this.#now(), nowUs: epochUs(this.#market.nowUs) }
    this.#sinks.public.trade(trade, turn.nowUs, turn)
    this.#fill(trade.makerId, { trade, maker: true }, turn)
    this.#fill(trade.takerId, { trade, maker: false }, turn)
  }

  #fill(orderId: number, { trade, maker }: { readonly trade: TapeTrade; readonly maker: boolean }, turn: Turn): void {
    const order = this.#clients.get(orderId)
    if (order === undefined) return
    this.#sinks.onFill(order, { ticks: trade.ticks, lots: trade.lots, maker, tradeId: trade.tradeId }, turn)
    if (leftLots(order) === 0) this.#clients.delete(orderId)
  }

  #settle(): void {
    this.tape.settle()
    this.#sinks.touched?.()
  }

  #now(): Turn {
    return must(this.#turn, 'the turn of a synthetic market')
  }
}

export const createSyntheticVenue = <Order extends MarketOrder = VenueOrder>(
  instrument: Instrument,
  start: SyntheticStart,
  sinks: SyntheticSinks<Order>,
): SyntheticVenue<Order> => new SharedBook(instrument, start, sinks)
