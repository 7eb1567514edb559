import { msToUs, usToMs } from '../../../lib/base/time.ts'
import { epochUs, monoUs } from '../../../lib/base/units.ts'
import type { FaultPlan } from '../../../lib/contracts/faults.ts'
import type { BookStateChanged } from '../../../lib/contracts/market.ts'
import type { Core } from '../../../lib/daemon/core.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import type { DepthDiff, MarketVenue } from '../../../lib/venues/market.ts'
import type { MdConfig } from '../config.ts'
import { createMdCore } from '../core.ts'
import type { MdIn, MdOut } from '../events.ts'
import type { MdState } from '../state.ts'
import { BookStreams } from './book-streams.ts'
import type { Dialect } from './dialect.ts'
import { Reference, type ReferenceRules } from './reference.ts'
import type { Report } from './report.ts'
import { Rest } from './rest.ts'
import { Timeline } from './timeline.ts'
import { Watch } from './watch.ts'
import { Wire } from './wire.ts'

/** md is connected when the recording begins, and may hear answers after its end. */
const AROUND_US = 1_000_000
const decoder = new TextDecoder()

/** One replay: a venue, what it recorded, and what goes wrong. */
export interface SessionOptions {
  readonly venue: MarketVenue
  readonly dialect: Dialect
  readonly config: MdConfig
  readonly instruments: readonly Instrument[]
  readonly faults: FaultPlan
  readonly seed: number
  /** Receive times of the first and the last frame. */
  readonly startUs: number
  readonly endUs: number
  /** Sees what md publishes, with the time of the replay. */
  readonly onPublish?: (message: Published, nowUs: number) => void
}

/** A message of md for its readers. */
export type Published = Extract<MdOut, { type: 'publish' }>

/** What a recorded frame turned out to be. */
export type Played = 'ok' | 'garbled'

/** The core of md against a recorded venue in virtual time: no sockets, no waiting. */
export class Session {
  readonly #options: SessionOptions
  readonly #timeline: Timeline
  readonly #core: Core<MdConfig, MdState, MdIn, MdOut>
  readonly #state: MdState
  readonly #references: ReadonlyMap<string, Reference>
  readonly #instruments: ReadonlyMap<string, Instrument>
  readonly #firstIds = new Map<string, number>()
  readonly #timers = new Map<string, () => void>()
  readonly #wire: Wire
  readonly #streams: BookStreams | null
  readonly #rest: Rest
  readonly #watch: Watch
  /** Changes whose loss a checksum told. */
  #lost = 0
  #seq = 0
  #lines = 0
  #failure: string | null = null

  constructor(options: SessionOptions) {
    const { venue, dialect, config, instruments, faults, seed, startUs, endUs } = options
    this.#options = options
    this.#timeline = new Timeline(startUs - AROUND_US)
    this.#core = createMdCore({ venue })
    this.#state = this.#core.init(config)
    this.#instruments = new Map(instruments.map((instrument) => [instrument.symbol, instrument]))
    this.#references = new Map(instruments.map((instrument) => [instrument.symbol, new Reference(instrument, this.#rulesOf(instrument))]))
    this.#watch = new Watch((symbol) => this.#references.get(symbol), msToUs(config.backoffMinMs))
    const events = {
      opened: (socketId: number): void => {
        this.#firstIds.clear()
        this.#streams?.opened()
        this.#give({ type: 'socket.opened', socketId })
      },
      frame: (socketId: number, bytes: Uint8Array): void => this.#frame(socketId, bytes),
      closed: (socketId: number, reason: string): void => this.#give({ type: 'socket.closed', socketId, reason }),
      struck: (symbol: string): void => this.#streams?.struck(symbol),
    }
    this.#wire = new Wire(this.#timeline, events, { faults, seed, startUs, endUs })
    const { stream } = dialect
    const plan = { venue, instruments: this.#instruments, references: this.#references }
    this.#streams = stream === null ? null : new BookStreams({ dialect: stream, ...plan }, this.#timeline, this.#wire)
    const streams = {
      reference: (symbol: string) => this.#references.get(symbol),
      firstId: (symbol: string) => this.#firstIds.get(symbol) ?? null,
      hold: () => this.#wire.hold(),
      release: () => this.#wire.release(),
    }
    this.#rest = new Rest(this.#timeline, { dialect, streams }, { faults, seed, instruments })
    this.#give({ type: 'start', epoch: 1 })
  }

  get dialect(): Dialect {
    return this.#options.dialect
  }

  /** When the first frame was received. */
  get startUs(): number {
    return this.#options.startUs
  }

  get endUs(): number {
    return this.#options.endUs
  }

  /** Why md gave up, if it did. */
  get failure(): string | null {
    return this.#failure
  }

  /** True when a symbol of the recording never had a snapshot. */
  get lacksSnapshot(): boolean {
    return this.#streams === null && [...this.#references.values()].some(({ ready }) => !ready)
  }

  play(atUs: number, bytes: Uint8Array): Played {
    this.#lines += 1
    this.#timeline.advance(atUs)
    const kind = this.#options.dialect.kindOf(bytes)
    if (kind === 'snapshot') return this.#snapshot(bytes)
    if (kind === 'diff') return this.#streams?.play(bytes) ?? this.#diff(bytes)
    const { garbled } = this.#state.counts
    this.#wire.send(bytes)
    return this.#state.counts.garbled > garbled ? 'garbled' : 'ok'
  }

  end(): Report {
    const { startUs, endUs, dialect } = this.#options
    this.#timeline.advance(endUs + AROUND_US)
    this.#watch.end(endUs)
    const { counts } = this.#state
    const { compared, wrong, validUs, stalePeriods, healed, unreported, hurried } = this.#watch
    const symbols = this.#references.size
    return {
      venue: dialect.venue,
      symbols,
      lines: this.#lines,
      diffs: counts.diffs,
      gaps: counts.gaps + this.#lost,
      crossed: counts.crossed,
      checks: counts.checks,
      mismatches: counts.mismatches - this.#lost,
      duplicates: counts.duplicates,
      garbled: counts.garbled,
      trades: counts.trades,
      tickers: counts.tickers,
      resyncs: counts.resyncs,
      snapshots: counts.snapshots,
      reconnects: counts.reconnects,
      staleMs: usToMs(counts.staleUs),
      spanMs: usToMs(endUs - startUs),
      validMs: usToMs(validUs / symbols),
      compared,
      wrongWhileValid: wrong,
      stalePeriods,
      unhealed: stalePeriods - healed,
      unreported,
      hurriedSnapshots: hurried,
    }
  }

  #snapshot(bytes: Uint8Array): Played {
    const waiting = [...this.#references.values()].find(({ ready }) => !ready)
    if (waiting === undefined) return 'ok'
    const body = decoder.decode(bytes)
    const read = this.#options.venue.readSnapshot({ ok: true, status: 200, headers: {}, body, sentMonoUs: 0 }, waiting.instrument)
    if (!read.ok) return 'garbled'
    waiting.load(read.value)
    this.#rest.recorded(waiting.instrument.symbol, body)
    return 'ok'
  }

  #diff(bytes: Uint8Array): Played {
    const frame = this.#options.venue.readFrame(bytes, this.#instruments)
    if (frame.type !== 'diff') return frame.type === 'garbled' ? 'garbled' : 'ok'
    this.#note(frame)
    this.#wire.sendDiff(frame.symbol, bytes)
    return 'ok'
  }

  #note(diff: DepthDiff): void {
    this.#references.get(diff.symbol)?.apply(diff)
    if (!this.#firstIds.has(diff.symbol)) this.#firstIds.set(diff.symbol, diff.firstId)
  }

  #frame(socketId: number, bytes: Uint8Array): void {
    const mark = this.#streams?.markOf(bytes) ?? null
    const isBroken = mark !== null && this.#streams?.arrives(mark) === true
    const { mismatches } = this.#state.counts
    this.#give({ type: 'socket.frame', socketId, bytes, receivedMonoUs: monoUs(this.#timeline.nowUs) }, mark?.id)
    if (isBroken) this.#lost += this.#state.counts.mismatches - mismatches
  }

  /** `id` is that of the book that the input changes, where md counts by itself. */
  #give(input: MdIn, id?: number): void {
    this.#seq += 1
    const { nowUs } = this.#timeline
    this.#core.step(this.#state, { seq: this.#seq, nowUs: epochUs(nowUs), input }, (out) => this.#perform(out))
    for (const line of this.#state.lines.values()) this.#watch.look(line, nowUs, id)
  }

  /** A checksum proves as many levels as it covers; ids prove them all. */
  #rulesOf(instrument: Instrument): ReferenceRules | undefined {
    const { venue, dialect } = this.#options
    if (dialect.stream === null) return undefined
    return { fingerprint: (book) => String(venue.checksum(book, instrument)), keptLevels: venue.traits.keptLevels }
  }

  #perform(out: MdOut): void {
    const perform = this.#effects[out.type] as ((out: MdOut) => void) | undefined
    perform?.(out)
  }

  /** What else md does, such as records of the ring, nobody watches here. */
  readonly #effects: { readonly [Type in MdOut['type']]?: (out: Extract<MdOut, { type: Type }>) => void } = {
    'timer.set': ({ id, afterUs }) => {
      this.#timers.get(id)?.()
      const cancel = this.#timeline.after(afterUs, () => {
        this.#timers.delete(id)
        this.#give({ type: 'timer.fired', id })
      })
      this.#timers.set(id, cancel)
    },
    'timer.clear': ({ id }) => {
      this.#timers.get(id)?.()
      this.#timers.delete(id)
    },
    'socket.open': ({ socketId, path }) => this.#wire.open(socketId, path),
    'socket.send': ({ text }) => {
      for (const symbol of this.#streams?.asked(text) ?? []) this.#watch.requested(symbol, this.#timeline.nowUs)
    },
    'socket.close': ({ socketId }) => this.#wire.close(socketId),
    'venue.request': ({ id, request }) => {
      const symbol = this.#options.dialect.snapshotSymbol(request)
      if (symbol !== null) this.#watch.requested(symbol, this.#timeline.nowUs)
      this.#rest.send(request, (result) => this.#give({ type: 'venue.answered', id, result }))
    },
    publish: (message) => {
      this.#options.onPublish?.(message, this.#timeline.nowUs)
      if (message.kind !== 'state') return
      const { symbol, state } = message.body as BookStateChanged
      this.#watch.reported(symbol, state, this.#timeline.nowUs)
    },
    failed: ({ message }) => {
      this.#failure = message
    },
  }
}
