import { BugError, messageOf } from '../../../lib/base/errors.ts'
import type { Turn } from '../events.ts'
import type { PublicStreams } from '../spot/public-streams.ts'
import type { Streams } from '../spot/streams.ts'
import { bridgeDiff } from './bridge.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { LinePlace } from './line-buffer.ts'
import type { MarketOrder } from './market.ts'
import { wrappedText } from './public-texts.ts'
import type { RecordedMarket } from './recorded-market.ts'
import { toDiff, toPrint, toSnapshot, toTouch } from './recorded-steps.ts'
import { lineUs, type Product, parseLine, productOf, type RecordedEvent, type RecordedSnapshot, rawText } from './recording-line.ts'
import { createRounds, type Rounds, type Seam } from './rounds.ts'

export type AnyMarket = Pick<RecordedMarket<MarketOrder>, 'instrument' | 'replica' | 'load' | 'diff' | 'ticker' | 'print'>

/** The markets of one product as the player sees them. */
export interface PlayedBoard {
  readonly recorded: { get(symbol: string): AnyMarket | undefined }
  readonly streams: Streams
  readonly checkpoints: Checkpoints
  readonly publisher: PublicStreams
}

/** What the lines of a recording act on. */
export interface StageHost {
  board(product: Product): PlayedBoard
  /** The market without a book whose first diff is nearest to the update id of a snapshot. */
  nearest(product: Product, updateId: number): AnyMarket | undefined
  /** A book has its snapshot now. */
  snapshotLoaded(product: Product, symbol: string, turn: Turn): void
}

/** A line with its place; `tell` false: the clients of an earlier run know it already. */
export interface StagedLine {
  readonly line: string
  readonly place: LinePlace
  readonly tell: boolean
  /** Symbol of a snapshot, where it is known. */
  readonly snapshotOf?: string
}

/** Applies recorded lines to the markets and hands them to who listens. */
export interface LineStage {
  /** Lines applied so far. */
  readonly playedCount: number
  /** When a line is due by the clock of the recording. */
  dueUs(line: string, round: number): number
  /** What is wrong with the line; null when it was applied. */
  apply(staged: StagedLine, turn: Turn): string | null
}

class Stage implements LineStage {
  playedCount = 0
  readonly #host: StageHost
  readonly #rounds: Rounds = createRounds()
  #round = 0

  constructor(host: StageHost) {
    this.#host = host
  }

  dueUs(line: string, round: number): number {
    return lineUs(line) + this.#rounds.shiftUs(round)
  }

  apply(staged: StagedLine, turn: Turn): string | null {
    try {
      this.#begin(staged, turn)
      this.#perform(staged, turn)
      return null
    } catch (error) {
      if (error instanceof BugError) throw error
      return messageOf(error)
    }
  }

  #begin({ line, place, tell }: StagedLine, turn: Turn): void {
    this.playedCount += 1
    if (place.round === 0) this.#rounds.learnTime(lineUs(line))
    if (place.round <= this.#round) return
    this.#round = place.round
    for (const seam of this.#rounds.seams(place.round)) this.#bridge(seam, tell, turn)
  }

  #perform({ line, place, tell, snapshotOf }: StagedLine, turn: Turn): void {
    const parsed = parseLine(line)
    if (parsed === null) return
    if ('snapshot' in parsed) {
      if (place.round === 0) this.#load(parsed.snapshot, snapshotOf, turn)
      return
    }
    if (place.round === 0) this.#rounds.learnEvent(parsed.stream, parsed.event)
    const moved = this.#rounds.shifted(parsed.event, parsed.text, place.round)
    if (moved !== null) this.#play(moved.event, { stream: parsed.stream, text: moved.text, tell }, turn)
  }

  #play(event: RecordedEvent, as: { readonly stream: string; readonly text: string; readonly tell: boolean }, turn: Turn): void {
    const { stream, text, tell } = as
    const board = this.#host.board(productOf(event))
    const market = board.recorded.get(event.s)
    if (market !== undefined) applyEvent(market, event, { board, turn, tell })
    board.publisher.carry(stream)
    if (tell && board.streams.wanted(stream)) board.streams.send(stream, { wrapped: text, raw: rawText(text) }, turn)
  }

  /** The book of the last round becomes that of the snapshot, so that whoever follows it may go on. */
  #bridge(seam: Seam, tell: boolean, turn: Turn): void {
    const board = this.#host.board(seam.product)
    const market = board.recorded.get(seam.symbol)
    if (market === undefined) return
    const event = bridgeDiff(market.instrument, market.replica, seam)
    applyEvent(market, event, { board, turn, tell })
    const raw = JSON.stringify(event)
    for (const stream of seam.streams) if (tell && board.streams.wanted(stream)) board.streams.send(stream, { wrapped: wrappedText(stream, raw), raw }, turn)
  }

  #load(snapshot: RecordedSnapshot, name: string | undefined, turn: Turn): void {
    const product = snapshot.E === undefined ? 'spot' : 'usdm'
    const market = name === undefined ? this.#host.nearest(product, snapshot.lastUpdateId) : this.#host.board(product).recorded.get(name)
    if (market === undefined || market.replica.ready) return
    const { symbol } = market.instrument
    this.#rounds.learnSnapshot(product, symbol, snapshot)
    market.load(toSnapshot(market.instrument, snapshot), turn)
    this.#host.snapshotLoaded(product, symbol, turn)
  }
}

const applyEvent = (market: AnyMarket, event: RecordedEvent, at: { readonly board: PlayedBoard; readonly turn: Turn; readonly tell: boolean }): void => {
  const { board, turn, tell } = at
  const { instrument } = market
  if (event.e === 'depthUpdate') {
    const diff = toDiff(instrument, event)
    market.diff(diff, turn)
    board.publisher.diff(event.s, diff, event.E)
    if (tell && market.replica.ready) board.checkpoints.note({ symbol: event.s, eventMs: event.E, replica: market.replica }, turn)
  } else if (event.e === 'trade') {
    const print = toPrint(instrument, event)
    if (print === null) return
    market.print(print, turn)
    const { t: tradeId = 0, T: atMs = 0, m: buyerIsMaker } = event
    board.publisher.trade(event.s, { tradeId, ticks: print.ticks, lots: print.lots, buyerIsMaker, atMs }, turn)
  } else if ('B' in event) market.ticker(toTouch(instrument, event), turn)
}

export const createLineStage = (host: StageHost): LineStage => new Stage(host)
