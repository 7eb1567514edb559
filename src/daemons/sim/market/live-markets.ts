import type { Instrument } from '../../../lib/model/instrument.ts'
import type { Turn } from '../events.ts'
import { createLineStage, type LineStage, type StageHost } from './line-stage.ts'
import type { Replica } from './replica.ts'

export const LIVE_TIMER = 'live'
const LOOK_EVERY_US = 500_000
/** A snapshot that was asked for may be on its way for so long. */
const PATIENCE_US = 3_000_000

interface LiveBook {
  readonly instrument: Instrument
  readonly replica: Pick<Replica, 'ready' | 'gapCount' | 'waitingId' | 'drop'>
}

/** What the live markets need of the rest of the simulator. */
export interface LiveHost extends StageHost {
  /** The rules of the symbols are known: opens their markets. */
  opened(instruments: readonly Instrument[], turn: Turn): void
  books(): Iterable<LiveBook>
}

/** Markets that the public streams of another venue drive, line by line as they come. */
export interface LiveMarkets {
  readonly playedCount: number
  /** Lines that made no sense. */
  readonly garbledCount: number
  begin(turn: Turn): void
  opened(instruments: readonly Instrument[], turn: Turn): void
  /** `snapshotOf`: the symbol whose book it is. */
  line(line: { readonly text: string; readonly snapshotOf?: string }, turn: Turn): void
  /** The connection of these books is lost: what they were is of no use. */
  lost(symbols: readonly string[]): void
  tick(turn: Turn): void
}

class FollowedMarkets implements LiveMarkets {
  garbledCount = 0
  readonly #host: LiveHost
  readonly #stage: LineStage
  readonly #askedUs = new Map<string, number>()
  readonly #gaps = new Map<string, number>()
  readonly #lost = new Set<string>()

  constructor(host: LiveHost) {
    this.#host = host
    this.#stage = createLineStage(host)
  }

  get playedCount(): number {
    return this.#stage.playedCount
  }

  begin(turn: Turn): void {
    turn.emit({ type: 'live.open' })
  }

  opened(instruments: readonly Instrument[], turn: Turn): void {
    this.#host.opened(instruments, turn)
    // the feed asks for the first snapshots itself
    for (const { symbol } of instruments) this.#askedUs.set(symbol, turn.nowUs)
    this.#arm(turn)
  }

  line({ text, snapshotOf }: { readonly text: string; readonly snapshotOf?: string }, turn: Turn): void {
    const place = { file: 'live', line: this.playedCount + 1, round: 0 }
    const problem = this.#stage.apply({ line: text, place, tell: true, ...(snapshotOf === undefined ? {} : { snapshotOf }) }, turn)
    if (problem !== null) this.garbledCount += 1
    for (const book of this.#host.books()) this.#dropBroken(book, turn)
  }

  lost(symbols: readonly string[]): void {
    for (const { instrument, replica } of this.#host.books()) {
      if (!symbols.includes(instrument.symbol)) continue
      replica.drop()
      this.#lost.add(instrument.symbol)
    }
  }

  tick(turn: Turn): void {
    for (const { instrument, replica } of this.#host.books()) {
      const { symbol } = instrument
      if (this.#isGone(symbol, replica) || replica.ready || turn.nowUs - (this.#askedUs.get(symbol) ?? 0) < PATIENCE_US) continue
      this.#askedUs.set(symbol, turn.nowUs)
      turn.emit({ type: 'live.snapshot', symbol })
    }
    this.#arm(turn)
  }

  /** A lost book begins again with its connection: the feed asks for the first snapshot itself. */
  #isGone(symbol: string, { ready, waitingId }: LiveBook['replica']): boolean {
    if (ready || waitingId !== null) this.#lost.delete(symbol)
    return this.#lost.has(symbol)
  }

  /** A book with a hole is no book: it waits for a snapshot, which is asked for once some diffs wait with it. */
  #dropBroken({ instrument: { symbol }, replica }: LiveBook, turn: Turn): void {
    const isBroken = replica.gapCount > (this.#gaps.get(symbol) ?? 0)
    if (!isBroken) return
    this.#gaps.set(symbol, replica.gapCount)
    replica.drop()
    this.#askedUs.set(symbol, turn.nowUs - PATIENCE_US + LOOK_EVERY_US)
    turn.emit({ type: 'log', level: 'warn', message: 'a diff was lost on the way; asking for the book again', fields: { symbol } })
  }

  #arm(turn: Turn): void {
    turn.emit({ type: 'timer.set', id: LIVE_TIMER, afterUs: LOOK_EVERY_US })
  }
}

export const createLiveMarkets = (host: LiveHost): LiveMarkets => new FollowedMarkets(host)
