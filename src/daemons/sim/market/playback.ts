import { BugError, messageOf } from '../../../lib/base/errors.ts'
import type { Turn } from '../events.ts'
import type { PublicStreams } from '../spot/public-streams.ts'
import type { Streams } from '../spot/streams.ts'
import type { TruthLog } from '../trading/truth.ts'
import type { Checkpoints } from './checkpoints.ts'
import { createLineBuffer, type LineBuffer, type LineChunk, type LinePlace } from './line-buffer.ts'
import type { MarketOrder } from './market.ts'
import type { RecordedMarket } from './recorded-market.ts'
import { toDiff, toPrint, toSnapshot, toTouch } from './recorded-steps.ts'
import { lineUs, type Product, parseLine, productOf, type RecordedEvent, type RecordedSnapshot, rawText } from './recording-line.ts'
import { inferInstruments, type RecordedSymbol } from './recording-symbols.ts'

const PULL_COUNT = 2_000
const LOW_COUNT = 1_000
const BATCH_COUNT = 2_000
const STEP_US = 2_000
const CLOCK_EVERY_US = 1_000_000
const EXIT_DAMAGED = 65
const TIMER = 'playback'

type AnyMarket = Pick<RecordedMarket<MarketOrder>, 'instrument' | 'replica' | 'load' | 'diff' | 'ticker' | 'print'>

/** The markets of one product as the player sees them. */
export interface PlayedBoard {
  readonly recorded: { get(symbol: string): AnyMarket | undefined }
  readonly streams: Streams
  readonly checkpoints: Checkpoints
  readonly publisher: PublicStreams
}

/** What the player needs of the rest of the simulator. */
export interface PlaybackHost {
  readonly truth: TruthLog
  board(product: Product): PlayedBoard
  /** The market without a book whose first diff is nearest to the update id of a snapshot. */
  nearest(product: Product, updateId: number): AnyMarket | undefined
  /** The symbols are known: opens their markets, and says where an earlier run stopped. */
  opened(symbols: readonly RecordedSymbol[], turn: Turn): LinePlace | null
  /** A book has its snapshot now. */
  snapshotLoaded(product: Product, symbol: string, turn: Turn): void
  /** The player has caught up with the earlier run: its open orders join the queues. */
  resumed(turn: Turn): void
}

export type PlaybackPhase = 'heading' | 'forwarding' | 'waiting' | 'playing' | 'ended'

/** Plays recorded frames byte for byte, at the recorded pace divided by the speed. */
export interface Playback {
  readonly phase: PlaybackPhase
  readonly place: LinePlace
  readonly playedCount: number
  begin(turn: Turn): void
  lines(chunk: LineChunk, turn: Turn): void
  ended(turn: Turn): void
  /** Starts the clock of the recording; later calls change nothing. */
  start(turn: Turn): void
  tick(turn: Turn): void
  /** Notes the place in the truth log. */
  note(turn: Turn): void
}

class Player implements Playback {
  phase: PlaybackPhase = 'heading'
  playedCount = 0
  readonly #host: PlaybackHost
  readonly #speedRatio: number
  readonly #buffer: LineBuffer = createLineBuffer()
  #wanted: boolean
  #pulling = false
  #exhausted = false
  #resumeAt: LinePlace | null = null
  #startUs = 0
  #firstLineUs = 0
  /** Of the line that was applied last. */
  #lastLineUs: number | null = null
  #notedUs = 0

  constructor(host: PlaybackHost, options: { readonly speedRatio: number; readonly autostart: boolean }) {
    this.#host = host
    this.#speedRatio = options.speedRatio
    this.#wanted = options.autostart
  }

  get place(): LinePlace {
    return this.#buffer.place
  }

  begin(turn: Turn): void {
    this.#pull(turn)
  }

  lines(chunk: LineChunk, turn: Turn): void {
    this.#pulling = false
    this.#buffer.push(chunk)
    if (this.phase === 'heading') this.#head(chunk.lines, turn)
    this.#continue(turn)
  }

  ended(turn: Turn): void {
    this.#pulling = false
    this.#exhausted = true
    if (this.phase === 'heading') this.#host.opened([], turn)
    if (this.phase === 'forwarding' || this.phase === 'heading') this.#resume(turn)
    this.#continue(turn)
  }

  start(turn: Turn): void {
    this.#wanted = true
    if (this.phase !== 'waiting') return
    this.phase = 'playing'
    this.#startUs = turn.nowUs
    this.#firstLineUs = this.#lastLineUs ?? lineUs(this.#buffer.peek() ?? '0000 ')
    this.tick(turn)
  }

  tick(turn: Turn): void {
    if (this.phase !== 'playing') return
    const dueUs = this.#firstLineUs + (turn.nowUs - this.#startUs) * this.#speedRatio
    const full = this.#playUntil(dueUs, turn)
    if (turn.nowUs - this.#notedUs >= CLOCK_EVERY_US) this.note(turn)
    this.#refill(turn)
    const next = this.#buffer.peek()
    if (next === undefined) {
      if (this.#exhausted) this.#finish(turn)
      return
    }
    const afterUs = full ? 0 : Math.max(STEP_US, Math.ceil((lineUs(next) - dueUs) / this.#speedRatio))
    turn.emit({ type: 'timer.set', id: TIMER, afterUs })
  }

  note(turn: Turn): void {
    if (this.playedCount === 0) return
    this.#notedUs = turn.nowUs
    this.#host.truth.write(turn, 'clock', { ...this.place })
  }

  #head(lines: readonly string[], turn: Turn): void {
    this.#resumeAt = this.#host.opened(inferInstruments(lines), turn)
    this.phase = 'forwarding'
    if (this.#resumeAt === null) this.#resume(turn)
  }

  #resume(turn: Turn): void {
    this.phase = 'waiting'
    this.#resumeAt = null
    this.#host.resumed(turn)
    if (this.#wanted) this.start(turn)
  }

  #continue(turn: Turn): void {
    if (this.phase === 'forwarding') this.#forward(turn)
    else this.tick(turn)
  }

  /** Applies what an earlier run has already played, without telling anybody. */
  #forward(turn: Turn): void {
    const goal = this.#resumeAt
    for (let line = this.#buffer.peek(); line !== undefined && goal !== null; line = this.#buffer.peek()) {
      this.#buffer.take()
      this.#apply(line, turn, false)
      if (this.place.file === goal.file && this.place.line >= goal.line) {
        this.#resume(turn)
        return
      }
    }
    if (this.#exhausted) this.#resume(turn)
    else this.#refill(turn)
  }

  /** True when the batch is full and more is due. */
  #playUntil(dueUs: number, turn: Turn): boolean {
    for (let count = 0; count < BATCH_COUNT; count++) {
      const line = this.#buffer.peek()
      if (line === undefined || lineUs(line) > dueUs) return false
      this.#buffer.take()
      this.#apply(line, turn, true)
    }
    return true
  }

  #apply(line: string, turn: Turn, tell: boolean): void {
    const parsed = this.#guard(turn, () => parseLine(line))
    this.playedCount += 1
    this.#lastLineUs = lineUs(line)
    if (parsed === null) return
    if ('snapshot' in parsed) {
      this.#load(parsed.snapshot, turn)
      return
    }
    const board = this.#host.board(productOf(parsed.event))
    const market = board.recorded.get(parsed.event.s)
    if (market !== undefined) this.#guard(turn, () => applyEvent(market, parsed.event, { board, turn, tell }))
    if (this.phase === 'ended') return
    board.publisher.carry(parsed.stream)
    if (tell && board.streams.wanted(parsed.stream)) board.streams.send(parsed.stream, { wrapped: parsed.text, raw: rawText(parsed.text) }, turn)
  }

  #load(snapshot: RecordedSnapshot, turn: Turn): void {
    const product = snapshot.E === undefined ? 'spot' : 'usdm'
    const market = this.#host.nearest(product, snapshot.lastUpdateId)
    if (market === undefined) return
    market.load(toSnapshot(market.instrument, snapshot), turn)
    this.#host.snapshotLoaded(product, market.instrument.symbol, turn)
  }

  #guard<T>(turn: Turn, parse: () => T): T | null {
    try {
      return parse()
    } catch (error) {
      if (error instanceof BugError) throw error
      const { file, line } = this.place
      turn.emit({ type: 'failed', exit: EXIT_DAMAGED, message: `recording '${file}' is damaged at line ${line}: ${messageOf(error)}` })
      this.phase = 'ended'
      return null
    }
  }

  #pull(turn: Turn): void {
    if (this.#pulling || this.#exhausted) return
    this.#pulling = true
    turn.emit({ type: 'feed.pull', count: PULL_COUNT })
  }

  #refill(turn: Turn): void {
    if (this.#buffer.size < LOW_COUNT) this.#pull(turn)
  }

  #finish(turn: Turn): void {
    this.phase = 'ended'
    this.note(turn)
    turn.emit({ type: 'log', level: 'info', message: 'recording ended', fields: { ...this.place, lines: this.playedCount } })
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
    market.print(print, turn)
    const { t: tradeId = 0, T: atMs = 0, m: buyerIsMaker } = event
    board.publisher.trade(event.s, { tradeId, ticks: print.ticks, lots: print.lots, buyerIsMaker, atMs }, turn)
  } else if ('B' in event) market.ticker(toTouch(instrument, event), turn)
}

export const createPlayback = (host: PlaybackHost, options: { readonly speedRatio: number; readonly autostart: boolean }): Playback => new Player(host, options)
