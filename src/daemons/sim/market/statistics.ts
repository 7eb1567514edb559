import { type Bar, barSpan, joinBars, openBar, type PublicTrade } from './bars.ts'

/** Span of the mean price that the venue goes by, ms. */
export const MEAN_MS = 300_000
const TRADES_MAX = 1_000
const SECONDS_MAX = 1_000
const MINUTES_MAX = 3_000

/** Prints of one taker at one price and moment. */
export interface AggregateTrade extends PublicTrade {
  readonly aggregateId: number
  readonly firstId: number
  readonly lastId: number
}

/** A print and, where the market knows it, who took. */
export interface NotedTrade extends PublicTrade {
  readonly takerId?: number
}

/** What can be said of the prints of one market. Everything is oldest first. */
export interface Statistics {
  /** The newest prints, at most 1,000. */
  readonly trades: readonly PublicTrade[]
  /** The newest aggregates, at most 1,000; the last one may still grow until it is settled. */
  readonly aggregates: readonly AggregateTrade[]
  /** The aggregate that this print showed to be over. */
  note(trade: NotedTrade): AggregateTrade | null
  /** The taker is done: the aggregate that is now over. */
  settle(): AggregateTrade | null
  /** Bars that had a print, of an interval that `BAR_INTERVALS` names. */
  bars(interval: string, zoneMs?: number): readonly Bar[]
  /** All prints since a time as one bar, to the minute; null when there was none. */
  since(fromMs: number): Bar | null
}

/** Keeps the newest of what is pushed; cuts rarely. */
const keep = <T>(list: T[], item: T, most: number): void => {
  list.push(item)
  if (list.length >= 2 * most) list.splice(0, list.length - most)
}

const addTo = (bars: Bar[], trade: PublicTrade, at: { readonly interval: string; readonly most: number }): void => {
  const { openMs } = barSpan(at.interval, trade.atMs)
  const bar = openBar(trade, openMs)
  const last = bars.at(-1)
  if (last !== undefined && last.openMs >= openMs) bars[bars.length - 1] = joinBars(last, bar)
  else keep(bars, bar, at.most)
}

const group = (bars: readonly Bar[], interval: string, zoneMs: number): Bar[] => {
  const grouped: Bar[] = []
  for (const bar of bars) {
    const { openMs } = barSpan(interval, bar.openMs, zoneMs)
    const last = grouped.at(-1)
    if (last?.openMs === openMs) grouped[grouped.length - 1] = joinBars(last, bar)
    else grouped.push({ ...bar, openMs })
  }
  return grouped
}

class MarketStatistics implements Statistics {
  readonly trades: PublicTrade[] = []
  readonly aggregates: AggregateTrade[] = []
  readonly #seconds: Bar[] = []
  readonly #minutes: Bar[] = []
  #lastAggregateId = 0
  #growing: NotedTrade | null = null

  note(trade: NotedTrade): AggregateTrade | null {
    keep(this.trades, trade, TRADES_MAX)
    addTo(this.#seconds, trade, { interval: '1s', most: SECONDS_MAX })
    addTo(this.#minutes, trade, { interval: '1m', most: MINUTES_MAX })
    const last = this.aggregates.at(-1)
    if (last !== undefined && this.#continues(trade)) {
      this.aggregates[this.aggregates.length - 1] = { ...last, lots: last.lots + trade.lots, lastId: trade.tradeId }
      return null
    }
    const over = this.settle()
    this.#lastAggregateId += 1
    const { takerId: _takerId, ...print } = trade
    keep(this.aggregates, { ...print, aggregateId: this.#lastAggregateId, firstId: trade.tradeId, lastId: trade.tradeId }, TRADES_MAX)
    this.#growing = trade
    return over
  }

  settle(): AggregateTrade | null {
    if (this.#growing === null) return null
    this.#growing = null
    return this.aggregates.at(-1) ?? null
  }

  bars(interval: string, zoneMs = 0): readonly Bar[] {
    if (interval === '1s') return this.#seconds
    return interval === '1m' ? this.#minutes : group(this.#minutes, interval, zoneMs)
  }

  since(fromMs: number): Bar | null {
    let found: Bar | null = null
    for (let index = this.#minutes.length - 1; index >= 0; index--) {
      const bar = this.#minutes[index]
      if (bar === undefined || bar.openMs + 60_000 <= fromMs) break
      found = found === null ? bar : joinBars(bar, found)
    }
    return found
  }

  #continues(trade: NotedTrade): boolean {
    const growing = this.#growing
    if (growing === null) return false
    return growing.ticks === trade.ticks && growing.buyerIsMaker === trade.buyerIsMaker && growing.takerId === trade.takerId && growing.atMs === trade.atMs
  }
}

export const createStatistics = (): Statistics => new MarketStatistics()
