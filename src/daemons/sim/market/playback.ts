import type { Turn } from '../events.ts'
import type { TruthLog } from '../trading/truth.ts'
import { createLineBuffer, type LineBuffer, type LineChunk, type LinePlace } from './line-buffer.ts'
import { createLineStage, type LineStage, type StageHost } from './line-stage.ts'
import { inferInstruments, type RecordedSymbol } from './recording-symbols.ts'

/** Lines of each file that tell which symbols it has. */
const HEAD_COUNT = 2_000
const PULL_COUNT = 2_000
const LOW_COUNT = 1_000
const BATCH_COUNT = 2_000
const STEP_US = 2_000
const CLOCK_EVERY_US = 1_000_000
const EXIT_DAMAGED = 65
const TIMER = 'playback'

/** What the player needs of the rest of the simulator. */
export interface PlaybackHost extends StageHost {
  readonly truth: TruthLog
  /** The symbols are known: opens their markets, and says where an earlier run stopped; null when this one cannot go on from there. */
  opened(symbols: readonly RecordedSymbol[], turn: Turn): { readonly stoppedAt: LinePlace | null } | null
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
  /** The first lines of each file. */
  opened(lines: readonly string[], turn: Turn): void
  lines(chunks: readonly LineChunk[], turn: Turn): void
  ended(turn: Turn): void
  /** Starts the clock of the recording; later calls change nothing. */
  start(turn: Turn): void
  tick(turn: Turn): void
  /** Notes the place in the truth log. */
  note(turn: Turn): void
}

const isReached = (place: LinePlace, goal: LinePlace): boolean =>
  place.round > goal.round || (place.round === goal.round && place.file === goal.file && place.line >= goal.line)

class Player implements Playback {
  phase: PlaybackPhase = 'heading'
  readonly #host: PlaybackHost
  readonly #stage: LineStage
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
    this.#stage = createLineStage(host)
    this.#speedRatio = options.speedRatio
    this.#wanted = options.autostart
  }

  get place(): LinePlace {
    return this.#buffer.place
  }

  get playedCount(): number {
    return this.#stage.playedCount
  }

  begin(turn: Turn): void {
    turn.emit({ type: 'feed.open', count: HEAD_COUNT })
  }

  opened(lines: readonly string[], turn: Turn): void {
    const earlier = this.#host.opened(inferInstruments(lines), turn)
    if (earlier === null) {
      this.phase = 'ended'
      return
    }
    this.#resumeAt = earlier.stoppedAt
    this.phase = 'forwarding'
    if (this.#resumeAt === null) this.#resume(turn)
    this.#pull(turn)
  }

  lines(chunks: readonly LineChunk[], turn: Turn): void {
    this.#pulling = false
    for (const chunk of chunks) this.#buffer.push(chunk)
    this.#continue(turn)
  }

  ended(turn: Turn): void {
    this.#pulling = false
    this.#exhausted = true
    if (this.phase === 'forwarding') this.#resume(turn)
    this.#continue(turn)
  }

  start(turn: Turn): void {
    this.#wanted = true
    if (this.phase !== 'waiting') return
    this.phase = 'playing'
    this.#begin(turn)
  }

  tick(turn: Turn): void {
    if (this.phase !== 'playing') return
    const dueUs = this.#firstLineUs + (turn.nowUs - this.#startUs) * this.#speedRatio
    const full = this.#playUntil(dueUs, turn)
    if (turn.nowUs - this.#notedUs >= CLOCK_EVERY_US) this.note(turn)
    this.#refill(turn)
    const next = this.#nextUs()
    if (next === null) {
      if (this.#exhausted) this.#finish(turn)
      return
    }
    const afterUs = full ? 0 : Math.max(STEP_US, Math.ceil((next - dueUs) / this.#speedRatio))
    turn.emit({ type: 'timer.set', id: TIMER, afterUs })
  }

  note(turn: Turn): void {
    // while it catches up, the earlier run knows the place better
    if (this.playedCount === 0 || this.phase === 'forwarding') return
    this.#notedUs = turn.nowUs
    this.#host.truth.write(turn, 'clock', { ...this.place })
  }

  /** The clock of the recording runs from its next line, once there is one. */
  #begin(turn: Turn): void {
    const firstUs = this.#lastLineUs ?? this.#nextUs()
    if (firstUs === null && !this.#exhausted) return
    this.#startUs = turn.nowUs
    this.#firstLineUs = firstUs ?? 0
    this.tick(turn)
  }

  #resume(turn: Turn): void {
    this.phase = 'waiting'
    this.#resumeAt = null
    this.#host.resumed(turn)
    if (this.#wanted) this.start(turn)
  }

  #continue(turn: Turn): void {
    if (this.phase === 'forwarding') this.#forward(turn)
    else if (this.phase === 'playing' && this.#startUs === 0) this.#begin(turn)
    else this.tick(turn)
  }

  /** Applies what an earlier run has already played, without telling anybody. */
  #forward(turn: Turn): void {
    const goal = this.#resumeAt
    while (goal !== null && this.#buffer.size > 0 && this.#apply(turn, false)) {
      if (!isReached(this.place, goal)) continue
      this.#resume(turn)
      return
    }
    if (this.phase === 'ended') return
    if (this.#exhausted) this.#resume(turn)
    else this.#refill(turn)
  }

  /** True when the batch is full and more is due. */
  #playUntil(dueUs: number, turn: Turn): boolean {
    for (let count = 0; count < BATCH_COUNT; count++) {
      const nextUs = this.#nextUs()
      if (nextUs === null || nextUs > dueUs || !this.#apply(turn, true)) return false
    }
    return true
  }

  /** When the next line is due by the clock of the recording; null when none is here. */
  #nextUs(): number | null {
    const line = this.#buffer.peek()
    return line === undefined ? null : this.#stage.dueUs(line, this.#buffer.round)
  }

  /** Applies the next line; false when it is damaged. */
  #apply(turn: Turn, tell: boolean): boolean {
    const line = this.#buffer.peek() ?? ''
    this.#lastLineUs = this.#nextUs()
    this.#buffer.take()
    const problem = this.#stage.apply({ line, place: this.place, tell }, turn)
    if (problem === null) return true
    this.phase = 'ended'
    const { file, line: number } = this.place
    turn.emit({ type: 'failed', exit: EXIT_DAMAGED, message: `recording '${file}' is damaged at line ${number}: ${problem}` })
    return false
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

export const createPlayback = (host: PlaybackHost, options: { readonly speedRatio: number; readonly autostart: boolean }): Playback => new Player(host, options)
