import type { BookDiff, TapeTrade, TopOfBook } from '../../../lib/matching/tape.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import type { Turn } from '../events.ts'
import type { PublicTrade } from '../market/bars.ts'
import type { Replica, Slice } from '../market/replica.ts'
import type { AggregateTrade, Statistics } from '../market/statistics.ts'
import type { Streams } from '../spot/streams.ts'
import { contractPrice, contractQty } from './number-texts.ts'
import { aggTradeEvent, depthEvent, tradeEvent } from './public-texts.ts'

/** Speeds of the depth streams, ms, each with the names that it goes by. */
const SPEEDS: ReadonlyArray<readonly [everyMs: number, suffixes: readonly string[]]> = [
  [0, ['@0ms']],
  [100, ['@100ms']],
  [250, ['', '@250ms']],
  [500, ['@500ms']],
]
const PARTIAL = [5, 10, 20]

interface Pace {
  readonly everyMs: number
  readonly suffixes: readonly string[]
  readonly bids: Map<number, number>
  readonly asks: Map<number, number>
  firstId: number | null
  sentId: number
  sentMs: number
}

/** Where the public events of one contract go. */
export interface FeedParts {
  readonly instrument: Instrument
  readonly streams: Streams
  readonly statistics: Statistics
  readonly replica: () => Replica
  /** True when a recording sends trades, best prices and unbuffered depth itself. */
  readonly recorded: boolean
}

const merge = (into: Map<number, number>, flat: readonly number[]): void => {
  for (let index = 0; index + 1 < flat.length; index += 2) into.set(flat[index] ?? 0, flat[index + 1] ?? 0)
}

const slices = (levels: ReadonlyMap<number, number>, order: 1 | -1): Slice[] =>
  [...levels].map(([ticks, lots]) => ({ ticks, lots })).sort((a, b) => order * (a.ticks - b.ticks))

/** Tells the public streams of a contract what happens, each at its own pace. */
export class ContractFeed {
  readonly #parts: FeedParts
  readonly #name: string
  readonly #paces: readonly Pace[]

  constructor(parts: FeedParts) {
    this.#parts = parts
    this.#name = parts.instrument.symbol.toLowerCase()
    this.#paces = SPEEDS.map(([everyMs, suffixes]) => ({ everyMs, suffixes, bids: new Map(), asks: new Map(), firstId: null, sentId: 0, sentMs: 0 }))
  }

  /** Sends an event to whoever listens to a stream of this contract. */
  send(suffix: string, event: () => unknown, turn: Turn): void {
    const stream = `${this.#name}@${suffix}`
    const { streams } = this.#parts
    if (!streams.wanted(stream)) return
    const raw = JSON.stringify(event())
    streams.send(stream, { wrapped: `{"stream":"${stream}","data":${raw}}`, raw }, turn)
  }

  trade({ tradeId, ticks, lots, takerSide, takerId }: Pick<TapeTrade, 'tradeId' | 'ticks' | 'lots' | 'takerSide' | 'takerId'>, atMs: number, turn: Turn): void {
    const { instrument, statistics, recorded } = this.#parts
    const print: PublicTrade = { tradeId, ticks, lots, buyerIsMaker: takerSide === 'sell', atMs }
    const over = statistics.note({ ...print, takerId })
    if (over !== null) this.#aggregate(over, turn)
    if (!recorded) this.send('trade', () => tradeEvent(instrument, print), turn)
  }

  /** The taker is done. */
  settle(turn: Turn): void {
    const over = this.#parts.statistics.settle()
    if (over !== null) this.#aggregate(over, turn)
  }

  top({ updateId, bidTicks, bidLots, askTicks, askLots }: TopOfBook, atMs: number, turn: Turn): void {
    const { instrument } = this.#parts
    const [b, B, a, A] = [
      contractPrice(instrument, bidTicks),
      contractQty(instrument, bidLots),
      contractPrice(instrument, askTicks),
      contractQty(instrument, askLots),
    ]
    this.send('bookTicker', () => ({ e: 'bookTicker', u: updateId, s: instrument.symbol, b, B, a, A, T: atMs, E: atMs }), turn)
  }

  diff(diff: BookDiff, atMs: number, turn: Turn): void {
    for (const pace of this.#paces) {
      if (pace.sentId === 0) pace.sentId = diff.firstId - 1
      merge(pace.bids, diff.bids)
      merge(pace.asks, diff.asks)
      pace.firstId ??= diff.firstId
      if (atMs - pace.sentMs >= pace.everyMs) this.#flush(pace, { lastId: diff.lastId, atMs }, turn)
    }
  }

  #flush(pace: Pace, { lastId, atMs }: { readonly lastId: number; readonly atMs: number }, turn: Turn): void {
    const { instrument, replica, recorded } = this.#parts
    const ids = { firstId: pace.firstId ?? lastId, lastId, beforeId: pace.sentId }
    const change = () => ({ ...ids, bids: slices(pace.bids, -1), asks: slices(pace.asks, 1) })
    for (const suffix of pace.suffixes) {
      if (!(recorded && pace.everyMs === 0)) this.send(`depth${suffix}`, () => depthEvent(instrument, change(), atMs), turn)
      for (const count of PARTIAL) {
        const levels = () => ({ ...ids, bids: replica().levels('buy', count), asks: replica().levels('sell', count) })
        this.send(`depth${count}${suffix}`, () => depthEvent(instrument, levels(), atMs), turn)
      }
    }
    pace.bids.clear()
    pace.asks.clear()
    pace.firstId = null
    pace.sentId = lastId
    pace.sentMs = pace.everyMs === 0 ? atMs : atMs - (atMs % pace.everyMs)
  }

  #aggregate(trade: AggregateTrade, turn: Turn): void {
    this.send('aggTrade', () => aggTradeEvent(this.#parts.instrument, trade), turn)
  }
}
