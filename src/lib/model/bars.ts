import { formatMoney, multiply } from '../base/money.ts'
import { add, type Money, zeroMoney } from '../base/units.ts'
import type { BarSpec } from './bar-spec.ts'
import type { Side } from './order.ts'

/** A public print as bars need it; `side` is the aggressor's. */
export interface BarTrade {
  readonly eventUs: number
  readonly price: Money
  readonly qty: Money
  readonly side: Side
}

/** A finished bar, exact, as decimal strings. Times are microseconds: of a time bar its limits, of the others its first and last trade. */
export interface Bar {
  readonly openUs: number
  readonly closeUs: number
  readonly open: string
  readonly high: string
  readonly low: string
  readonly close: string
  readonly volume: string
  /** Sum of price x quantity. */
  readonly value: string
  /** Part of the volume whose aggressor bought. */
  readonly buyVolume: string
  readonly trades: number
  /** Trades that belong to it may be missing. */
  readonly lacksTrades?: true
  /** How often it was told before, with less in it. */
  readonly revision?: number
}

interface Open {
  openUs: number
  lastUs: number
  open: Money
  high: Money
  low: Money
  close: Money
  volume: Money
  value: Money
  buyVolume: Money
  trades: number
  lacksTrades: boolean
  revision: number
}

const opened = ({ price, eventUs }: BarTrade, openUs: number): Open => ({
  openUs,
  lastUs: eventUs,
  open: price,
  high: price,
  low: price,
  close: price,
  volume: zeroMoney,
  value: zeroMoney,
  buyVolume: zeroMoney,
  trades: 0,
  lacksTrades: false,
  revision: 0,
})

const take = (bar: Open, { eventUs, price, qty, side }: BarTrade): void => {
  bar.lastUs = Math.max(bar.lastUs, eventUs)
  if (price > bar.high) bar.high = price
  if (price < bar.low) bar.low = price
  bar.close = price
  bar.volume = add(bar.volume, qty)
  bar.value = add(bar.value, multiply(price, qty))
  if (side === 'buy') bar.buyVolume = add(bar.buyVolume, qty)
  bar.trades += 1
}

/** Whether a trade filled the bar; a time bar ends by time alone. */
const FULL: Readonly<Record<BarSpec['kind'], (bar: Open, spec: BarSpec) => boolean>> = {
  time: () => false,
  tick: (bar, { count }) => bar.trades >= count,
  volume: (bar, { size }) => bar.volume >= size,
  value: (bar, { size }) => bar.value >= size,
}

/**
 * Builds the bars of one symbol from its trades in order. A trade is never split: the one that reaches the size ends the bar.
 * Time bars lie on the grid of the Unix epoch and a span without a trade has none. The trades alone decide what is in a bar: one that comes
 * for a bar that time had ended opens it again, and one that is older than the trade before it counts to that trade's bar.
 */
export class BarBuilder {
  readonly spec: BarSpec
  #bar: Open | null = null
  /** The time bar that ended without a trade after it. */
  #rested: Open | null = null
  /** Trades before the next one are missing. */
  #isAfterHole = false

  constructor(spec: BarSpec) {
    this.spec = spec
  }

  /** Trades between the last and the next are missing: the bars of both may lack them. */
  miss(): void {
    this.#isAfterHole = true
    this.#reopen()
    if (this.#bar !== null) this.#bar.lacksTrades = true
  }

  /** Takes a trade; returns the bars that it ended. */
  trade(trade: BarTrade): Bar[] {
    const { kind, count } = this.spec
    if (this.#rested !== null && trade.eventUs < this.#rested.openUs + count) this.#reopen()
    const ended = this.advance(trade.eventUs)
    this.#rested = null
    this.#bar ??= opened(trade, kind === 'time' ? trade.eventUs - (trade.eventUs % count) : trade.eventUs)
    this.#bar.lacksTrades ||= this.#isAfterHole
    this.#isAfterHole = false
    take(this.#bar, trade)
    if (FULL[kind](this.#bar, this.spec)) ended.push(...this.end())
    return ended
  }

  /** Time has come so far: returns the time bar that is over, if one is. */
  advance(nowUs: number): Bar[] {
    const { kind, count } = this.spec
    return kind === 'time' && this.#bar !== null && nowUs >= this.#bar.openUs + count ? this.end() : []
  }

  /** Ends the open bar, whole or not. */
  end(): Bar[] {
    const bar = this.#bar
    if (bar === null) return []
    this.#bar = null
    const { kind, count } = this.spec
    if (kind === 'time') this.#rested = bar
    return [
      {
        openUs: bar.openUs,
        closeUs: kind === 'time' ? bar.openUs + count : bar.lastUs,
        open: formatMoney(bar.open),
        high: formatMoney(bar.high),
        low: formatMoney(bar.low),
        close: formatMoney(bar.close),
        volume: formatMoney(bar.volume),
        value: formatMoney(bar.value),
        buyVolume: formatMoney(bar.buyVolume),
        trades: bar.trades,
        ...(bar.lacksTrades ? { lacksTrades: true } : {}),
        ...(bar.revision > 0 ? { revision: bar.revision } : {}),
      },
    ]
  }

  #reopen(): void {
    if (this.#rested === null) return
    this.#bar = this.#rested
    this.#bar.revision += 1
    this.#rested = null
  }
}
