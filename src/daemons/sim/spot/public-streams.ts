import type { Turn } from '../events.ts'
import { msOf } from '../events.ts'
import { barSpan } from '../market/bars.ts'
import type { Market, MarketOrder } from '../market/market.ts'
import { wrappedText } from '../market/public-texts.ts'
import type { LevelDiff } from '../market/replica.ts'
import { createStatistics, MEAN_MS, type NotedTrade, type Statistics } from '../market/statistics.ts'
import { meanPrice } from './bar-texts.ts'
import { createDiffSums, type DiffSums } from './diff-sums.ts'
import { currentBar, klineBody } from './kline-texts.ts'
import { type PacedStream, readStreamName, WINDOWS_MS } from './stream-names.ts'
import { aggregateBody, levelsBody, type TextSource } from './stream-texts.ts'
import type { Streams } from './streams.ts'
import { ZERO_TEXT } from './texts.ts'
import { miniTickerBody, tickerBody, windowTickerBody } from './ticker-texts.ts'

export const PUBLISH_TIMER = 'publish'
const STEP_US = 100_000
const DAY_MS = 86_400_000
/** A market whose time is further from ours than this keeps its own: a recording. */
const OWN_TIME_MS = 60_000

type PublicMarket = Pick<Market<MarketOrder>, 'instrument' | 'replica'>

/** The streams that are made from prints and books: those that are told at a pace, and aggregates. */
export interface PublicStreams {
  statistics(symbol: string): Statistics
  /** The time that a market lives in, ms. */
  nowMs(symbol: string, turn: Turn): number
  trade(symbol: string, trade: NotedTrade, turn: Turn): void
  diff(symbol: string, diff: LevelDiff, atMs: number): void
  /** The market brings this stream itself. */
  carry(stream: string): void
  /** The step is over: takers are done. */
  settle(turn: Turn): void
  /** Somebody may have begun to listen. */
  listen(turn: Turn): void
  tick(turn: Turn): void
}

/** What a paced stream remembers between two frames. */
interface Paced {
  readonly spec: PacedStream
  slot: number
  readonly seenIds: Map<string, number>
  openMs: number
}

interface Making extends TextSource {
  readonly symbol: string
  readonly statistics: Statistics
  readonly memory: Paced
}

type Kind = PacedStream['kind']
type Maker<K extends Kind> = (making: Making, spec: Extract<PacedStream, { kind: K }>, sums: DiffSums) => readonly unknown[]
type Makers = { readonly [K in Kind]: Maker<K> }

/** Nothing when there was no print since the last frame. */
const isNews = ({ memory, symbol }: Making, id: number): boolean => {
  if (memory.seenIds.get(symbol) === id) return false
  memory.seenIds.set(symbol, id)
  return true
}

const rolling = (making: Making, windowMs: number) => {
  const bar = making.statistics.since(making.nowMs - windowMs)
  return bar !== null && isNews(making, bar.lastId) ? bar : null
}

const klines: Maker<'kline'> = (making, spec) => {
  const { memory, statistics, nowMs } = making
  const bars = statistics.bars(spec.interval, spec.zoneMs)
  const last = bars.at(-1)
  if (last === undefined) return []
  const { openMs } = barSpan(spec.interval, nowMs, spec.zoneMs)
  const ended = memory.openMs > 0 && memory.openMs < openMs ? bars.filter((bar) => bar.openMs >= memory.openMs && bar.openMs < openMs) : []
  memory.openMs = openMs
  const current = currentBar(last, openMs)
  const frames = ended.map((bar) => klineBody(making, bar, { ...spec, closed: true }))
  return [...frames, klineBody(making, current, { ...spec, closed: false })]
}

const MAKERS: Makers = {
  miniTicker: (making) => {
    const bar = rolling(making, DAY_MS)
    return bar === null ? [] : [miniTickerBody(making, bar)]
  },
  ticker: (making) => {
    const bar = rolling(making, DAY_MS)
    return bar === null ? [] : [tickerBody(making, bar, { windowMs: DAY_MS })]
  },
  windowTicker: (making, { window }) => {
    const windowMs = WINDOWS_MS[window] ?? DAY_MS
    const bar = rolling(making, windowMs)
    return bar === null ? [] : [windowTickerBody(making, bar, { window, windowMs })]
  },
  avgPrice: (making) => {
    const { instrument, nowMs, statistics } = making
    const bar = statistics.since(nowMs - MEAN_MS)
    const w = bar === null ? ZERO_TEXT : meanPrice(instrument, bar)
    return [{ e: 'avgPrice', E: nowMs, s: instrument.symbol, i: '5m', w, T: statistics.trades.at(-1)?.atMs ?? 0 }]
  },
  kline: klines,
  levels: (making, { count }) => (making.replica.ready && isNews(making, making.replica.updateId) ? [levelsBody(making, count)] : []),
  diff: (making, { symbol }, sums) => sums.take(symbol, making),
}

class Publisher implements PublicStreams {
  readonly #streams: Streams
  readonly #market: (symbol: string) => PublicMarket | undefined
  readonly #statistics = new Map<string, Statistics>()
  readonly #lastMs = new Map<string, number>()
  readonly #growing = new Set<string>()
  readonly #carried = new Set<string>()
  readonly #paced = new Map<string, Paced | null>()
  readonly #sums = createDiffSums()
  #isArmed = false

  constructor(streams: Streams, market: (symbol: string) => PublicMarket | undefined) {
    this.#streams = streams
    this.#market = market
  }

  statistics(symbol: string): Statistics {
    const found = this.#statistics.get(symbol) ?? createStatistics()
    this.#statistics.set(symbol, found)
    return found
  }

  nowMs(symbol: string, turn: Turn): number {
    const nowMs = msOf(turn)
    const lastMs = this.#lastMs.get(symbol) ?? nowMs
    return Math.abs(nowMs - lastMs) < OWN_TIME_MS ? nowMs : lastMs
  }

  trade(symbol: string, trade: NotedTrade, turn: Turn): void {
    this.#lastMs.set(symbol, trade.atMs)
    this.#growing.add(symbol)
    this.#tellAggregate(symbol, this.statistics(symbol).note(trade), turn)
  }

  diff(symbol: string, diff: LevelDiff, atMs: number): void {
    this.#lastMs.set(symbol, atMs)
    const name = symbol.toLowerCase()
    if (this.#streams.wanted(`${name}@depth`) || this.#streams.wanted(`${name}@depth@1000ms`)) this.#sums.add(symbol, diff)
    else this.#sums.drop(symbol)
  }

  carry(stream: string): void {
    this.#carried.add(stream)
  }

  settle(turn: Turn): void {
    if (this.#growing.size === 0) return
    for (const symbol of this.#growing) this.#tellAggregate(symbol, this.statistics(symbol).settle(), turn)
    this.#growing.clear()
  }

  listen(turn: Turn): void {
    if (this.#isArmed || !this.#refresh(turn)) return
    this.#isArmed = true
    this.#arm(turn)
  }

  tick(turn: Turn): void {
    this.#isArmed = this.#refresh(turn)
    for (const [name, memory] of this.#paced) if (memory !== null && !this.#carried.has(name)) this.#tellPaced(name, memory, turn)
    if (this.#isArmed) this.#arm(turn)
  }

  #arm(turn: Turn): void {
    turn.emit({ type: 'timer.set', id: PUBLISH_TIMER, afterUs: STEP_US - (turn.nowUs % STEP_US) })
  }

  /** Knows every stream that is listened to, and forgets the others; true when any of them has a pace. */
  #refresh(turn: Turn): boolean {
    for (const name of this.#paced.keys()) if (!this.#streams.wanted(name)) this.#paced.delete(name)
    for (const name of this.#streams.names()) {
      if (this.#paced.has(name)) continue
      const spec = readStreamName(name)
      this.#paced.set(name, spec === null ? null : { spec, slot: Math.floor(msOf(turn) / spec.everyMs), seenIds: new Map(), openMs: 0 })
    }
    return [...this.#paced.values()].some((memory) => memory !== null)
  }

  #tellAggregate(symbol: string, trade: ReturnType<Statistics['note']>, turn: Turn): void {
    const stream = `${symbol.toLowerCase()}@aggTrade`
    const market = trade === null || !this.#streams.wanted(stream) || this.#carried.has(stream) ? undefined : this.#market(symbol)
    if (market !== undefined && trade !== null) this.#send(stream, aggregateBody(market.instrument, trade), turn)
  }

  #tellPaced(name: string, memory: Paced, turn: Turn): void {
    const slot = Math.floor(msOf(turn) / memory.spec.everyMs)
    if (slot === memory.slot) return
    memory.slot = slot
    const { symbol } = memory.spec
    if (symbol !== null) {
      for (const body of this.#make(symbol, memory, turn)) this.#send(name, body, turn)
      return
    }
    const bodies = [...this.#statistics.keys()].flatMap((each) => this.#make(each, memory, turn))
    if (bodies.length > 0) this.#send(name, bodies, turn)
  }

  #make(symbol: string, memory: Paced, turn: Turn): readonly unknown[] {
    const market = this.#market(symbol)
    if (market === undefined) return []
    const { instrument, replica } = market
    const making = { instrument, replica, symbol, statistics: this.statistics(symbol), memory, nowMs: this.nowMs(symbol, turn) }
    return (MAKERS[memory.spec.kind] as Maker<Kind>)(making, memory.spec, this.#sums)
  }

  #send(stream: string, body: unknown, turn: Turn): void {
    const raw = JSON.stringify(body)
    this.#streams.send(stream, { wrapped: wrappedText(stream, raw), raw }, turn)
  }
}

export const createPublicStreams = (streams: Streams, market: (symbol: string) => PublicMarket | undefined): PublicStreams => new Publisher(streams, market)
